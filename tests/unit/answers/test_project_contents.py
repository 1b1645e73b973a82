"""Objectives and key words of projects count as evidence of what a company has done."""

from pathlib import Path

import numpy as np

from graphsvc.answers.loading import load_folder
from graphsvc.answers.matching.evidence import evidence, question
from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.matching.relevance.ranking import shared_words
from graphsvc.matching.relevance.similarity import similarity
from graphsvc.matching.relevance.words import stems
from graphsvc.settings import Settings
from tests.support.claims import info, organization
from tests.unit.ingest.test_layouts import OFFICIAL, official_row, write_official

PROJECTS = [
    {"id": "1", "title": "A new approach for industry", "objective": "", "keywords": ""},
    {
        "id": "2",
        "title": "A new approach for industry",
        "objective": "Cameras in the near infrared find bones and plastic in minced meat on a belt.",
        "keywords": "",
    },
    {"id": "3", "title": "A new approach for industry", "objective": "", "keywords": "espresso machines"},
    {"id": "4", "title": "Vaccines for salmon", "objective": "", "keywords": ""},
    {"id": "5", "title": "Harbours of the Baltic Sea", "objective": "", "keywords": ""},
]
HEADER = ["id", "acronym", "title", "startDate", "endDate", "frameworkProgramme", "topics", "rcn"]


def test_contents_count_where_they_are_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "cordis"
    rows = [
        official_row(
            projectID=one["id"], organisationID=one["id"], name=f"Firm {one['id']}", role="coordinator"
        )
        for one in PROJECTS
    ]
    write_official(folder / "organization.csv", OFFICIAL, rows)
    header = [*HEADER, "objective", "keywords", "contentUpdateDate"]
    write_official(
        folder / "project.csv", header, [[one.get(column, "") for column in header] for one in PROJECTS]
    )
    services = bootstrap(Settings(home=tmp_path / "home"))
    with opened(services.graph.store):
        load_folder(folder, services.graph.store, tmp_path / "home")
        services.graph.refresh()
        known = evidence(services.graph.snapshot(), tmp_path / "home")
        (background,) = (tmp_path / "home" / "background").iterdir()
        begun = background.stat().st_mtime_ns
        services.graph.store.write(info("list"), [organization("new", "list", name="New")])
        changed = evidence(services.graph.refresh(), tmp_path / "home")
    # German descriptions are encoded once for all data whose projects have the same words
    assert [path.stat().st_mtime_ns for path in background.parent.iterdir()] == [begun]
    assert np.array_equal(changed.index.foreign.multilingual, known.index.foreign.multilingual)
    index = known.index
    # one vector for a project, however long its objective is
    assert index.vectors.english.shape[0] == index.vectors.multilingual.shape[0] == len(PROJECTS)
    meat = similarity(index, question(known, "", "Hyperspectral imaging detects foreign bodies in meat."))
    for cosines in (meat.english, meat.multilingual):
        assert cosines[1] > max(cosines[0], cosines[2])
    coffee = similarity(index, question(known, "", "A machine for espresso without a boiler."))
    assert np.argmax(coffee.shared) == 2
    assert shared_words(index, set(stems("A machine for espresso")), 2) == ("espresso",)
    assert [index.texts[piece] for piece in (1, 2)] == ["A new approach for industry"] * 2
