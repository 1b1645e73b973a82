"""Stages from texts: rule by rule, on the gold set, and over a snapshot."""

from collections.abc import Hashable

import pytest

from graphsvc.coverage import build_index, coverage, select
from graphsvc.coverage.inference import (
    OrganizationText,
    ProjectText,
    StageClassifier,
    StagePrediction,
)
from graphsvc.coverage.inference_evaluation import evaluate, evaluate_sections, labelled_organizations
from graphsvc.coverage.stage_words import StageWords
from graphsvc.coverage.text_inference import infer
from graphsvc.errors import UnknownId
from graphsvc.taxonomy import chain, chains
from tests.unit.coverage.worlds import World

FOOD = chain("food-processing")
READER = StageClassifier(FOOD)


def stages(
    name: str, kind: str = "company", *titles: str, partners: int = 1, nace: tuple[str, ...] = ()
) -> set[str]:
    projects = tuple(ProjectText(title, partners=partners) for title in titles)
    text = OrganizationText(name, kind, projects, nace)
    return {guess.stage for guess in READER.guesses(text) if guess.confidence >= 0.5}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Molkerei Beispiel GmbH", "processing"),
        ("MOLKEREI BEISPIEL GMBH", "processing"),
        ("Beispiel Verpackungen AG", "packaging"),
        ("Saatzucht Muster KG", "primary-production"),
        ("Viveros Ejemplo SL", "primary-production"),
        ("Caseificio Esempio", "processing"),
        ("Lebensmittelgroßhandel Muster", "wholesale"),
        ("LEBENSMITTELGROSSHANDEL MUSTER", "wholesale"),
        ("Landtechnik Müller", "machinery"),
        ("Gewürzmühle Nord", "ingredients"),
    ],
)
def test_a_keyword_in_the_name(name: str, expected: str) -> None:
    assert expected in stages(name)


@pytest.mark.parametrize(
    "name", ["Starkey Laboratories Inc", "Ham Criogenica SL", "Cabinet d'études sur les déchets et l'énergie"]
)
def test_names_of_other_trades_show_no_stage(name: str) -> None:
    assert stages(name) == set()


def test_waste_in_the_name_counts_where_the_subject_is_food() -> None:
    member = OrganizationText("Traitement des déchets de l'Ouest", "company", fields=("agri food",))
    assert [guess.stage for guess in READER.guesses(member)] == ["by-products"]


def test_a_cue_needs_the_subject_near_the_organization() -> None:
    assert stages("Muster Technologies Ltd") == set()
    assert stages("Muster Technologies Ltd", "company", "Wind turbines of tomorrow") == set()
    assert stages("Muster Food Technologies Ltd") == {"machinery"}
    assert stages("Muster Technologies Ltd", "company", "A better way to grow tomatoes") == {"machinery"}
    assert stages("Muster Technologies Ltd", "company", "A better way to grow tomatoes", partners=12) == set()


def test_titles_of_own_projects_count_and_those_of_large_ones_do_not() -> None:
    title = "Innovative probiotic food supplement"
    assert stages("Muster AB", "company", title, partners=2) == {"ingredients"}
    assert stages("Muster AB", "company", title, partners=14) == set()


def test_a_machine_for_a_stage_is_a_machine() -> None:
    assert stages("Muster AB", "company", "Scanner of lean meat in pig carcasses") == {"machinery"}


def test_what_follows_a_for_is_whom_it_serves() -> None:
    assert stages("Muster AB", "company", "Natural sweetener for bakeries") == {"ingredients"}


def test_research_by_kind_needs_the_subject() -> None:
    assert stages("University of Example", "education", "Microbiomes of cheese and milk", partners=20) == {
        "research"
    }
    assert stages("University of Example", "education", "Forest fires", partners=20) == set()
    assert stages("University of Example", "education") == set()


def test_public_bodies_oversee() -> None:
    assert stages("Ministry of Fisheries", "public") == set()
    assert stages("Food Safety Authority", "public") == {"quality"}


def test_nace_codes_decide_by_their_longest_match() -> None:
    assert stages("Muster AB", nace=("10.51",)) == {"processing"}
    assert stages("Muster AB", nace=("10.91",)) == {"primary-production"}
    assert stages("Muster AB", nace=("99.00",)) == set()


def test_website_text_counts_a_little() -> None:
    text = "We run a brewery in the mountains. " + "Our house is old and our people like to work. " * 5
    (guess,) = READER.guesses(OrganizationText("Muster", text=text))
    assert (guess.stage, guess.words) == ("processing", ("brewery",))
    assert 0.5 <= guess.confidence < 0.65


def described(text: str, *fields: str, name: str = "Muster", kind: str = "company") -> dict[str, float]:
    found = READER.guesses(OrganizationText(name, kind, text=text, fields=fields))
    return {guess.stage: guess.confidence for guess in found if guess.confidence >= 0.5}


def test_a_description_counts_nearly_as_a_name_and_what_follows_a_for_does_not() -> None:
    assert described("Fischfeinkost") == {"processing": 0.85}
    assert described("Weinabfüller") == {"packaging": 0.85}
    assert described("Lieferant für Molkereien") == {}
    assert described("Anlagenbau") == {}
    assert described("Anlagenbau", "food") == {"machinery": 0.6}


def test_the_field_of_its_cluster_gives_a_member_its_subject() -> None:
    assert described("", name="Spedition Muster") == {}
    assert described("", "food", name="Spedition Muster") == {"logistics": 0.6}
    assert described("", "food", name="Muster Technik") == {"machinery": 0.6}
    assert described("", "food", name="Holzwerk Muster Technik") == {}
    assert described("", "food", name="Hochschule Muster", kind="education") == {"research": 0.9}
    assert described("", "food", name="Institut Muster") == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Getränkegroßhandel Muster", {"wholesale"}),
        ("Hanse-Getränke Großhandel", {"wholesale"}),
        ("Fleischwaren und Spedition", {"processing", "logistics"}),
        ("Muster Verpackungsmaschinen", {"machinery"}),
        ("Mühlenbäckerei Muster", {"processing"}),
        ("Mühlenchemie Muster", set()),
        ("Muster Maschinen Vertriebs-GmbH", {"machinery"}),
        ("Landwirtschaftskammer Muster", set()),
        ("Weinabfüller Muster", {"packaging"}),
        ("Getränkeabfüllbetrieb Muster", {"packaging"}),
        ("Fischindustrie Muster", {"processing"}),
        ("Kartoffelveredelung Muster", {"processing"}),
        ("Kindernahrung Muster", {"processing"}),
        ("Fruchtsirup Muster", {"ingredients"}),
        ("Muster Copacker", {"packaging"}),
        ("Bezugs- und Absatzgenossenschaft Muster", {"primary-production"}),
        ("Fischmehlfabrik Muster", {"by-products"}),
        ("Essen auf Rädern Muster", {"food-service"}),
        ("Muster Eierpackstelle", {"packaging"}),
        ("Abfüllanlagen Muster", {"machinery"}),
        ("Tiefkühlhaus Muster", {"logistics"}),
        ("Tiefkühlkost Muster", {"processing"}),
        ("Muster Mühlenbau", {"machinery"}),
        ("Bäckereitechnik Muster", {"machinery"}),
        ("Küchentechnik Muster", {"machinery"}),
        ("Geflügelhof Muster", {"primary-production"}),
        ("Muster Geflügelspezialitäten", {"processing"}),
        ("Gut Muster", {"primary-production"}),
        ("Muster Kaffeemanufaktur", {"processing"}),
        ("Weinkontor Muster", {"distribution"}),
        ("Muster Kühl-Zentrum", {"logistics"}),
        ("Mejeriet Muster", {"processing"}),
        ("Piekarnia Muster", {"processing"}),
        ("Møller Muster A/S", set()),
        ("Akademischer Muster e. V.", set()),
        ("Muster & Sohn GmbH & Co. KG", set()),
    ],
)
def test_the_last_part_of_a_compound_says_what_a_member_does(name: str, expected: set[str]) -> None:
    assert set(described("", "food", name=name)) == expected


@pytest.mark.parametrize(("branch", "least"), [(True, 57), (False, 32)])
def test_members_of_a_northern_food_cluster(*, branch: bool, least: int) -> None:
    """Sixty real members by name alone, and with the branch an office notes."""
    prefix = "names and branches" if branch else "names"
    found = evaluate_sections(FOOD, split="tune")[f"{prefix} of northern food list"]
    assert found.labelled == 60
    assert (found.all_right or 0) >= least
    assert found.total.wrong <= 3


@pytest.mark.parametrize(
    ("name", "labelled", "right"), [("second food list", 90, 62), ("pages of food clusters", 93, 38)]
)
def test_names_labelled_before_the_words_were_chosen(name: str, labelled: int, right: int) -> None:
    found = evaluate_sections(FOOD)[f"names of {name}"]
    assert found.labelled == labelled
    assert (found.all_right or 0) >= right
    assert found.total.precision >= 0.9
    low, high = found.total.precision_interval
    assert low < found.total.precision < high


def test_precision_and_recall_on_described_members() -> None:
    scores = [
        evaluate_sections(chain(name))["members"].total for name in ("food-processing", "health-technology")
    ]
    right, wrong, missed = (
        sum(getattr(score, part) for score in scores) for part in ("right", "wrong", "missed")
    )
    assert right / (right + wrong) >= 0.85
    assert right / (right + missed) >= 0.5


def test_findings_add_up_and_words_prove_them() -> None:
    text = OrganizationText("Brauerei Muster", projects=(ProjectText("Alcohol-free beer", partners=1),))
    (guess,) = READER.guesses(text)
    assert guess.words == ("Brauerei", "beer")
    assert guess.confidence == pytest.approx(1 - 0.1 * 0.2)


def test_gold_set_is_large_honest_in_form_and_names_its_reasons() -> None:
    labelled = labelled_organizations(FOOD)
    assert len(labelled) >= 300
    assert len({one.id for one in labelled}) == len(labelled)
    assert {one.split for one in labelled} == {"tune", "report"}
    assert all(one.reason for one in labelled)
    known = {stage.id for stage in FOOD.stages if stage.parent is None}
    assert all(one.stages <= known for one in labelled)
    with pytest.raises(UnknownId, match="health-technology"):
        labelled_organizations(chain("health-technology"))


def test_precision_and_recall_on_the_report_half() -> None:
    found = evaluate(FOOD)
    assert found.split == "report"
    assert found.total.precision >= 0.85
    assert found.total.recall >= 0.6
    assert sum(score.right for score in found.stages) == found.total.right


def test_a_snapshot_is_read_and_counts_as_inferred() -> None:
    world = World()
    dairy = world.organization("dairy", label="Molkerei Muster")
    world.organization("other", label="Muster AG", identifiers=["nace:22.22"])
    index = build_index(world.snapshot(), FOOD, inferred=infer(world.snapshot(), FOOD))
    found = coverage(index, select(index, [dairy, "organization:other"]))
    assert {stage.id: stage.inferred for stage in found.stages if stage.n} == {
        "processing": 1,
        "packaging": 1,
    }
    assert found.share_stated == 0.0
    assert list(index.inferred.words) == ["Molkerei", "NACE 22.22"]


def test_a_look_at_the_words_leaves_out_nobody_who_shows_a_stage() -> None:
    """By an own project of three, by kind and a large project, by kind and name, by NACE; one by nothing."""
    world = World()
    project = world.organization("by-project", label="Muster AG")
    kind = world.organization("by-kind", kind="research", label="Institut Muster")
    world.organization("by-name", kind="research", label="Beef Muster")
    world.organization("by-nace", label="Muster KG", identifiers=["nace:22.22"])
    silent = world.organization("silent", label="Muster SE")
    others = [world.organization(name, label="Muster Ltd") for name in ("x", "y")]
    world.project("own", project, *others[:2], title="Innovative probiotic food supplement")
    world.project("large", kind, project, silent, *others, title="Healthy food for food lovers")
    snapshot = world.snapshot()
    looked = StageWords(snapshot, chains())
    found = infer(snapshot, FOOD, words=looked)
    told = set(snapshot.organizations.ids.take(found.organization))
    assert told == {
        f"organization:{name}" for name in ("by-kind", "by-name", "by-nace", "by-project", "x", "y")
    }
    rows = looked.rows(snapshot, FOOD, ())
    assert set(found.organization.tolist()) == set(rows.tolist())


def test_known_texts_are_not_looked_at_again_and_show_the_same() -> None:
    world, known = World(), dict[str, frozenset[tuple[str, str, str]]]()
    world.organization("dairy", label="Molkerei Muster")
    StageWords(world.snapshot(), chains(), known)
    assert "Molkerei Muster" in known
    world.organization("packer", label="Muster Verpackungen AG")
    snapshot = world.snapshot()
    again, fresh = StageWords(snapshot, chains(), known), StageWords(snapshot, chains())
    assert again.rows(snapshot, FOOD, ()).tolist() == fresh.rows(snapshot, FOOD, ()).tolist() == [0, 1]
    known.update(dict.fromkeys(known, frozenset()))
    assert StageWords(snapshot, chains(), known).rows(snapshot, FOOD, ()).tolist() == []
    StageWords(World().snapshot(), chains(), known)
    assert known == {}


def test_known_texts_are_not_classified_again_and_say_the_same() -> None:
    world, known = World(), dict[Hashable, tuple[StagePrediction, ...]]()
    world.organization("dairy", label="Molkerei Muster")
    infer(world.snapshot(), FOOD, known=known)
    assert [text.name for text in known if isinstance(text, OrganizationText)] == ["Molkerei Muster"]
    world.organization("packer", label="Muster Verpackungen AG")
    both = infer(world.snapshot(), FOOD, known=known)
    fresh = infer(world.snapshot(), FOOD)
    assert list(both.words) == list(fresh.words) != []
    assert both.organization.tolist() == fresh.organization.tolist() == [0, 1]
    known.update(dict.fromkeys(known, ()))
    assert list(infer(world.snapshot(), FOOD, known=known).words) == []
    infer(World().snapshot(), FOOD, known=known)
    assert known == {}
