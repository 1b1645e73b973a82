"""Member lists as offices have them: what is read, what is asked about, what is named as not taken."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from graphsvc.drawing.spreadsheets import sheet_csv
from graphsvc.errors import InvalidData
from graphsvc.ingest.country_codes import country
from graphsvc.ingest.list_rows import TEMPLATE, TEMPLATE_ROW, MemberRow, ReadList, read_list
from graphsvc.ingest.list_sheet import ReadingChoice
from tests.support.member_lists import read_members

Read = tuple[str, str | None, str | None]
DATA = Path(__file__).parents[2] / "support" / "data"
BOTH = [("Musterwerk GmbH", "Bremen", "DE"), ("Beispielbau AG", "Kassel", "DE")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, data: str | bytes, name: str = "list.csv", **choice: object) -> ReadList:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_list(path, ReadingChoice(**choice))  # type: ignore[arg-type]


def sheet(folder: Path, rows: Iterable[Sequence[object]], **choice: object) -> ReadList:
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return read_list(path, ReadingChoice(**choice))  # type: ignore[arg-type]


def members(found: ReadList) -> list[Read]:
    return [(one.name, one.city, one.country) for one in found.entries]


def asides(found: ReadList) -> dict[str, tuple[str, bool]]:
    return {one.entry.name: (str(one.reason), one.doubted) for one in found.asides}


@pytest.mark.parametrize("header", ["name;city;country", "Firma;Ort;Land", "Unternehmen;Stadt;Staat"])
def test_what_a_row_lacks_or_nobody_knows_is_told(folder: Path, header: str) -> None:
    text = f"{header}\nÄrzte & Söhne;Kiel;Deutschland\n;Kiel;DE\n'=cmd();;Austria\nX;Y;Atlantis\n"
    found = read(folder, text.encode("cp1252"))
    assert found.entries == [
        MemberRow(2, "Ärzte & Söhne", "Kiel", "DE"),
        MemberRow(4, "=cmd()", None, "AT"),
        MemberRow(5, "X", "Y", None),
    ]
    assert [(issue.row, str(issue.reason)) for issue in found.refused] == [(3, "no name")]
    assert [(issue.row, str(issue.reason)) for issue in found.corrected] == [(5, "left out: unknown country")]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_template_is_read(folder: Path, language: str) -> None:
    found = read(folder, sheet_csv((TEMPLATE[language], TEMPLATE_ROW), language))
    assert (len(found.entries), found.refused, found.corrected, found.asides) == (1, [], [], [])


@pytest.mark.parametrize(
    "header",
    [
        *("Company name,City,Country", "Organisation name,Town/City,Country", "Legal Name,City,Country"),
        *("Name of the company,City,Country", "Name*,City (HQ),Country code", "Name:,Ort:,Land:"),
        *("Name des Unternehmens,Ort,Land", "Firmenbezeichnung,Ort,Land", "Mitglieder,Ort,Land"),
        *("Firma / Unternehmen,Ort,Land", '"Firmen-\nname",Ort,Land', "Nom de l'entreprise,Ville,Pays"),
        *("Raison sociale,Ville,Pays", "Ragione sociale,Città,Paese", "Nombre,Ciudad,País"),
        *("Nome,Cidade,País", "Bedrijfsnaam,Plaats,Land", "Nazwa,Miasto,Kraj", "Název,Město,Země"),
        *("Namn,Ort,Land", "Navn,By,Land", "Yrityksen nimi,Kaupunki,Maa", "Cégnév,Város,Ország"),
        *("Επωνυμία,Πόλη,Χώρα", "Denumire,Localitate,Țara", "Наименование,Град,Държава"),
        *("Naziv tvrtke,Mjesto,Država", "Názov firmy,Mesto,Krajina", "Podjetje,Kraj,Država"),
        *("Ettevõte,Linn,Riik", "Uzņēmums,Pilsēta,Valsts", "Įmonė,Miestas,Šalis"),
    ],
)
def test_columns_are_known_by_their_names_in_the_languages_of_the_union(folder: Path, header: str) -> None:
    found = read(folder, f"{header}\nMusterwerk GmbH,Bremen,DE\nBeispielbau AG,Kassel,DE\n")
    assert members(found) == BOTH


def test_a_company_beats_the_name_of_a_person(folder: Path) -> None:
    text = "Anrede;Name;Vorname;Firma;PLZ;Ort;Land\nFrau;Mustermann;Erika;Musterwerk GmbH;28195;Bremen;D\n"
    text += "Herr;Beispiel;Max;;34117;Kassel;D\n"
    found = read(folder, text)
    assert [(one.name, one.post_code, one.city, one.country) for one in found.entries] == [
        ("Musterwerk GmbH", "28195", "Bremen", "DE")
    ]
    assert [(one.row, str(one.reason)) for one in found.refused] == [
        (3, "names a person and no organization")
    ]


@pytest.mark.parametrize("header", ["Name;Vorname;Ort", "Last name;First name;City", "Cognome;Nome;Città"])
def test_persons_never_become_organizations(folder: Path, header: str) -> None:
    found = read(folder, f"{header}\nMustermann;Erika;Bremen\nBeispiel;Max;Kassel\n")
    assert found.entries == []
    assert "persons" in str(found.columns.problem)


@pytest.mark.parametrize("header", ["Company city;Company name;Company country", "Sitz;Firma;Land der Firma"])
def test_what_belongs_to_a_company_is_not_its_name(folder: Path, header: str) -> None:
    assert members(read(folder, f"{header}\nBremen;Musterwerk GmbH;Germany\n")) == BOTH[:1]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        *(("28195 Bremen", ("28195", "Bremen")), ("D-28195 Bremen", ("28195", "Bremen"))),
        *(("110 00 Praha", ("110 00", "Praha")), ("00-950 Warszawa", ("00-950", "Warszawa"))),
        *(("1012 AB Amsterdam", ("1012 AB", "Amsterdam")), ("1000-001 Lisboa", ("1000-001", "Lisboa"))),
        *(("Wien, 1010", ("1010", "Wien")), ("Bremen", (None, "Bremen"))),
    ],
)
def test_postcode_and_place_of_one_cell_are_told_apart(
    folder: Path, place: str, expected: tuple[str | None, str]
) -> None:
    (found,) = read(folder, f"Firma;PLZ/Ort\nMusterwerk GmbH;{place}\n").entries
    assert (found.post_code, found.city) == expected


def test_the_mark_before_a_postcode_tells_the_country_that_no_column_does(folder: Path) -> None:
    text = "Firma;PLZ/Ort;Land\nA GmbH;A-3542 Gföhl;\nB AG;CH-8000 Zürich;\n"
    found = read(folder, text + "C GmbH;D-28195 Bremen;Italien\nD KG;1010 Wien;\n")
    assert [one.country for one in found.entries] == ["AT", "CH", "IT", None]
    assert [one.city for one in found.entries] == ["Gföhl", "Zürich", "Bremen", "Wien"]


def test_whole_numbers_written_with_a_fraction_are_mended_by_column(folder: Path) -> None:
    found = read(
        folder, "Firma;PLZ;Ort;Land\nA GmbH;28195.0;nan;DE\nB GmbH;1067.0;Dresden;DE\nC GmbH;;nan;nan\n"
    )
    assert [(one.post_code, one.city, one.country) for one in found.entries] == [
        ("28195", None, "DE"),
        ("01067", "Dresden", "DE"),
        (None, None, None),
    ]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_any_usual_delimiter_is_told_by_the_rows(folder: Path, mark: str) -> None:
    text = "name;city;country\nMusterwerk GmbH;Bremen;DE\nBeispielbau AG;Kassel;DE\n".replace(";", mark)
    found = read(folder, text)
    assert (members(found), found.sheet.delimiter) == (BOTH, mark)


def test_a_line_that_names_the_delimiter_is_no_row(folder: Path) -> None:
    found = read(folder, "sep=;\r\nname;city;country\r\nMuster, Werk & Co;Bremen;DE\r\n")
    assert members(found) == [("Muster, Werk & Co", "Bremen", "DE")]


def test_a_header_with_another_delimiter_than_the_rows_is_cut_at_its_own(folder: Path) -> None:
    found = read(folder, "name,city,country\nMusterwerk GmbH;Bremen;DE\nBeispielbau AG;Kassel;DE\n")
    assert members(found) == BOTH


def test_a_comma_in_some_names_of_one_column_is_no_delimiter(folder: Path) -> None:
    found = read(folder, "name\nMuster, Beispiel & Partner GmbH\nMusterwerk GmbH\nBeispielbau AG\n")
    assert found.entries[0].name == "Muster, Beispiel & Partner GmbH"


def test_a_name_that_holds_another_delimiter_is_doubted(folder: Path) -> None:
    found = read(folder, "name,city\nMusterwerk GmbH;Bremen,Kiel\nBeispielbau AG,Kassel\nX AG,Ulm\n")
    assert asides(found)["Musterwerk GmbH;Bremen"][1] is True


def test_the_row_of_an_unclosed_quotation_mark_is_named_and_the_next_ones_are_read(folder: Path) -> None:
    text = 'name;city;country\n"Erstwerk" GmbH;Ulm;DE\n"Drittwerk GmbH;Ulm;DE\n'
    found = read(folder, text + "Viertwerk AG;Jena;DE\nF AG;Gera;DE\n")
    assert [one.name for one in found.entries] == ["Erstwerk GmbH", "Drittwerk GmbH", "Viertwerk AG", "F AG"]
    assert [(one.row, "never closed" in str(one.reason)) for one in found.corrected] == [(3, True)]


def test_a_quotation_mark_closed_only_by_a_later_row_swallows_nothing(folder: Path) -> None:
    text = 'name;city;country\n"Drittwerk GmbH;Ulm;DE\nViertwerk AG";Jena;DE\nF AG;Gera;DE\n'
    found = read(folder, text)
    assert [one.name for one in found.entries] == ["Drittwerk GmbH", "Viertwerk AG", "F AG"]
    assert [one.row for one in found.corrected] == [2]


def test_line_breaks_and_quotation_marks_in_cells_are_read(folder: Path) -> None:
    text = 'name,city,description\n"19"" Rack Bau",Ulm,"We make racks,\nshelves, and doors"\n'
    text += 'Rohr 6" Handel,Kassel,x\n'
    found = read(folder, text)
    assert [(one.name, one.city) for one in found.entries] == [
        ('19" Rack Bau', "Ulm"),
        ('Rohr 6" Handel', "Kassel"),
    ]
    assert "shelves" in found.entries[0].branch


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Firma;Ort\nMüller Söhne GmbH;Köln\n"),
        ("utf-16", "Firma;Ort\nMüller Söhne GmbH;Köln\n"),
        ("utf-16-le", "Firma;Ort\nMüller Söhne GmbH;Köln\n"),
        ("cp1252", "Firma;Ort\nMüller Söhne GmbH;Köln\nBäckerei Süß;Münster\n"),
        ("cp1252", "Société;Ville\nBiscuiterie Lefèvre;Orléans\nÉts Dupré;Besançon\n"),
        ("cp1252", "Empresa;País\nPanadería Núñez;España\nLogística Gómez;España\n"),
        ("mac_roman", "Firma;Ort\nMüller Söhne GmbH;Köln\nBäckerei Süß;Münster\n"),
        ("cp850", "Firma;Ort\nMüller Söhne GmbH;Köln\nBäckerei Süß;Münster\n"),
        ("cp1250", "Nazwa;Miasto\nMleczarnia Łódzka Sp. z o.o.;Łódź\nZakład Żywności;Kraków\n"),
        ("iso8859_2", "Nazwa;Miasto\nMleczarnia Łódzka Sp. z o.o.;Łódź\nZakład Żywności;Kraków\n"),
        ("cp1250", "Název;Město\nPekárna Dvořák s.r.o.;Plzeň\nMlékárna Šťastný;Praha\n"),
        ("cp1250", "Név;Város\nPékség Kovács Kft.;Győr\nTejüzem Szűcs;Székesfehérvár\n"),
        ("cp1253", "Επωνυμία;Πόλη\nΑρτοποιείο Παπαδόπουλος Α.Ε.;Αθήνα\n"),
        ("iso8859_5", "Име;Град\nХлебозавод София ЕООД;София\n"),
        ("cp1251", "Име;Град\nХлебозавод София ЕООД;София\n"),
        ("cp1257", "Nosaukums;Pilsēta\nMaiznīca Rīga SIA;Rīga\nPiensaimnieks Cēsis;Cēsis\n"),
        ("cp1257", "Pavadinimas;Miestas\nKepykla Žąsis UAB;Šiauliai\nPieninė Rokiškis;Rokiškis\n"),
    ],
)
def test_the_encoding_is_the_one_in_which_the_letters_are_those_of_a_language(
    folder: Path, encoding: str, text: str
) -> None:
    found = read(folder, text.encode(encoding))
    assert [one.name for one in found.entries] == [line.split(";")[0] for line in text.splitlines()[1:]]


def test_an_encoding_that_is_a_guess_is_told_and_can_be_chosen(folder: Path) -> None:
    data = b"name;city\nM\x81\x8d\x8f\x90 Werk;Ulm\n"
    found = read(folder, data)
    assert [one.row for one in found.corrected if "guess" in str(one.reason)] == [2]
    assert read(folder, data, encoding="cp437").sheet.encoding == "cp437"
    with pytest.raises(InvalidData, match="not in the encoding"):
        read(folder, data, encoding="cp1252")


@pytest.mark.parametrize(
    ("encoding", "other"),
    [("cp1252", "Bäckerei Süß"), ("cp1250", "Zakład Żywności"), ("cp1253", "Γαλακτοκομείο")],
)
def test_lines_of_two_encodings_are_read_each_in_its_own(folder: Path, encoding: str, other: str) -> None:
    names = ["Mühle Köln", other, "Müller Söhne", "Werk", other + " 2"]
    lines = [f"{name};Ulm\r\n".encode(encoding if other in name else "utf-8") for name in names]
    found = read(folder, b"name;city\r\n" + b"".join(lines))
    assert [one.name for one in found.entries] == names
    assert [str(one.reason) for one in found.corrected if "some lines are in UTF-8" in str(one.reason)]


def test_the_header_is_found_below_titles_and_beside_empty_columns(folder: Path) -> None:
    rows = [
        ("", "Mitgliederliste Muster e.V., Stand 1.3.2024"),
        (),
        ("", "Firma", "", "Ort", "Land"),
        ("", "Musterwerk GmbH", "", "Bremen", "DE"),
        ("", "Beispielbau AG", "", "Kassel", "DE"),
    ]
    found = sheet(folder, rows)
    assert (members(found), found.columns.header, found.sheet.columns) == (BOTH, 3, ("B", "D", "E"))


@pytest.mark.parametrize("down", [False, True])
def test_names_of_columns_in_two_rows_are_read_as_one(folder: Path, down: bool) -> None:
    """A group of columns over its parts; `down` has the names beside it merged over both rows."""
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 4, "Mitglieder 2026")
        for at, text in ((0, "Nr."), (1, "Unternehmen")):
            if down:
                page.merge_range(2, at, 3, at, text)
            else:
                page.write(2, at, text)
        page.merge_range(2, 2, 2, 4, "Anschrift")
        page.write_row(3, 2, ["Straße", "PLZ", "Ort"])
        page.write_row(4, 0, [1, "Musterwerk GmbH", "Am Wall 5", 28195, "Bremen"])
        page.write_row(5, 0, [2, "Beispielbau AG", "Ring 1", 34117, "Kassel"])
        page.write_row(6, 0, ["Summe", "2 Mitglieder"])
    found = read_list(path, ReadingChoice())
    assert members(found) == [("Musterwerk GmbH", "Bremen", None), ("Beispielbau AG", "Kassel", None)]
    assert [one.post_code for one in found.entries] == ["28195", "34117"]
    assert (found.refused, asides(found)) == ([], {"2 Mitglieder": ("looks like a total", False)})


def test_the_place_is_taken_from_addresses_where_no_column_names_it(folder: Path) -> None:
    head = "Ansprechpartner;E-Mail;Mitglied;Adresse;beigetreten\n"
    text = head + "Max Muster;m@a.de;Musterwerk GmbH;Am Wall 5, 28195 Bremen;01.05.2015\n"
    (one, two) = read(folder, text + ';;Beispielbau AG;"Ring 1\n34117 Kassel\nTel. 0561 1";\n').entries
    assert (two.post_code, two.city) == ("34117", "Kassel")
    assert (one.name, one.post_code, one.city, one.since) == (
        *("Musterwerk GmbH", "28195", "Bremen"),
        "2015-05-01",
    )


def test_a_cover_is_passed_over_for_the_sheet_that_holds_the_list(folder: Path) -> None:
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deckblatt").write_column(0, 0, ["Mitgliederliste", "Stand: 1.10.2026"])
        book.add_worksheet("leer")
        page = book.add_worksheet("Mitglieder")
        page.write_row(0, 1, ["Firmenname", "Ort"])
        page.write_row(1, 1, ["Musterwerk GmbH", "Bremen"])
    found = read_list(path, ReadingChoice())
    assert (found.sheet.sheet, members(found)) == ("Mitglieder", [("Musterwerk GmbH", "Bremen", None)])
    assert read_list(path, ReadingChoice(sheet="Deckblatt")).columns.problem is not None


def test_numbers_before_names_and_places_behind_them_are_told_apart(folder: Path) -> None:
    found = read(
        folder, 'Mitglieder\n"1. A GmbH, Bremen"\n"2. B AG, Bad Homburg"\n"3. C e.V."\n"4. D KG, Ulm"\n'
    )
    assert [(one.name, one.city) for one in found.entries] == [
        *(("A GmbH", "Bremen"), ("B AG", "Bad Homburg"), ("C e.V.", None), ("D KG", "Ulm"))
    ]
    few = read(folder, 'Mitglieder\n1. FC Köln e.V.\nA GmbH\n"Conservas Ortiz, S.A."\n')
    assert [one.name for one in few.entries] == ["1. FC Köln e.V.", "A GmbH", "Conservas Ortiz, S.A."]


def test_places_in_brackets_behind_names_are_told_apart(folder: Path) -> None:
    rows = (
        "A Mølleri AS (Bergen)",
        "B GmbH (28195 Bremen)",
        "C Institut e.V. (CIM)",
        "D KG (Bad Homburg)",
        "E",
    )
    found = read(folder, "\n".join(("Mitglieder", *rows)))
    assert [(one.name, one.city, one.post_code) for one in found.entries] == [
        ("A Mølleri AS", "Bergen", None),
        ("B GmbH", "Bremen", "28195"),
        ("C Institut e.V. (CIM)", None, None),
        ("D KG", "Bad Homburg", None),
        ("E", None, None),
    ]
    told = {issue.row: str(issue.reason) for issue in found.corrected}
    assert told[2] == "taken from behind the name"
    placed = read(folder, "Firma;Ort\nA GmbH (Bremen);Ulm\nB GmbH (Bremen);Ulm\nC GmbH (Bremen);Ulm\n")
    assert {one.name for one in placed.entries} == {f"{letter} GmbH (Bremen)" for letter in "ABC"}
    few = read(folder, "Mitglieder\nStudio Köln (Ulm)\nA GmbH (Vollmitglied)\nB GmbH (Vollmitglied)\n")
    assert [one.city for one in few.entries] == [None, None, None]


def test_former_members_are_asked_about(folder: Path) -> None:
    rows = ("A GmbH;Ulm;2010;;aktiv", "B AG;Ulm;2010;31.12.2019;", "Ex KG;Baja;2010;;")
    text = "\n".join(("Firma;Ort;Eintritt;Austritt;Status", *rows, "D AG;Ulm;2012;;ausgetreten 2019"))
    found = read(folder, text)
    assert [one.name for one in found.entries] == ["A GmbH", "Ex KG"]
    assert asides(found) == dict.fromkeys(("B AG", "D AG"), ("looks like a former member", False))


def test_classes_and_provinces_are_no_countries(folder: Path) -> None:
    text = "Firma;Prov.;Beitragsgruppe\nA S.p.A.;PR;A\nB S.r.l.;IT;A\n"
    assert {one.country for one in read(folder, text).entries} == {None}


def test_totals_dates_headings_and_headers_once_more_are_no_members(folder: Path) -> None:
    rows = [
        ("Firma", "Ort"),
        ("Premium-Mitglieder", ""),
        ("Musterwerk GmbH", "Bremen"),
        ("Firma", "Ort"),
        ("Fördermitglieder:", ""),
        ("Beispielbau AG", "Kassel"),
        ("Total Deutschland GmbH", "Berlin"),
        (),
        ("Summe: 3", ""),
        ("3 Mitglieder", ""),
        ("Stand: 01.03.2024", ""),
        ("Quelle: Geschäftsstelle", ""),
    ]
    found = sheet(folder, rows)
    assert [one.name for one in found.entries] == [
        "Musterwerk GmbH",
        "Beispielbau AG",
        "Total Deutschland GmbH",
    ]
    assert {name: doubted for name, (_, doubted) in asides(found).items()} == dict.fromkeys(
        [
            *("Premium-Mitglieder", "Firma", "Fördermitglieder:", "Summe: 3", "3 Mitglieder"),
            *("Stand: 01.03.2024", "Quelle: Geschäftsstelle"),
        ],
        False,
    )


@pytest.mark.parametrize(
    "total",
    ["Summe", "Gesamt", "Total", "Somme", "Totale", "Suma", "Totaal", "Razem", "Celkem", "Antal", "Σύνολο"],
)
def test_the_sum_under_a_list_is_known_in_many_languages(folder: Path, total: str) -> None:
    found = sheet(
        folder, [("Firma", "Ort", "Beitrag"), ("A GmbH", "Ulm", 5), ("B AG", "Jena", 7), (total, "", 12)]
    )
    assert [one.name for one in found.entries] == ["A GmbH", "B AG"]
    assert asides(found)[total] == ("looks like a total", False)


@pytest.mark.parametrize("amount", ["5.000,00 €", "€ 5,000.00", "5000 EUR", "1 250 zł", "12 Mitarb.", "12"])
@pytest.mark.parametrize("total", ["Summe", "Summe Beiträge", "Total fees:"])
def test_the_sum_under_a_list_may_have_a_unit(folder: Path, total: str, amount: str) -> None:
    found = sheet(
        folder,
        [("Nr.", "Firma", "Ort", "Beitrag"), (1, "A GmbH", "Ulm", 5), (), ("", total, "", amount)],
    )
    assert [one.name for one in found.entries] == ["A GmbH"]
    assert asides(found)[total] == ("looks like a total", False)


def test_a_company_that_is_called_total_is_a_member(folder: Path) -> None:
    found = sheet(folder, [("Firma", "Ort", "Beitrag"), ("A GmbH", "Ulm", 5), ("Total Elf", "", "250 €")])
    assert [one.name for one in found.entries] == ["A GmbH", "Total Elf"]


@pytest.mark.parametrize("name", ["True", "0", "1896", "2024-05-06", "nan", "wahr"])
def test_what_is_no_name_is_doubted(folder: Path, name: str) -> None:
    found = read(folder, f"Firma;Ort\nMusterwerk GmbH;Bremen\n{name};Kiel\n")
    assert [(one.entry.name, one.doubted) for one in found.asides] == [(name, True)]


def test_a_name_alone_among_full_rows_is_doubted_unless_it_is_a_company(folder: Path) -> None:
    full = "".join(f"Werk {n} GmbH;Ulm;DE\n" for n in range(9))
    found = read(folder, f"Firma;Ort;Land\n{full}Norddeutsche;;\nAllein AG;;\n")
    assert [one.entry.name for one in found.asides] == ["Norddeutsche"]
    assert "Allein AG" in [one.name for one in found.entries]


def test_a_failed_formula_is_refused_as_a_name_and_empty_elsewhere(folder: Path) -> None:
    found = read(folder, "Firma;Ort\n#N/A;Ulm\nMusterwerk GmbH;#NV\n")
    assert [(one.name, one.city) for one in found.entries] == [("Musterwerk GmbH", None)]
    assert [one.row for one in found.refused] == [2]


def test_only_needed_columns_must_be_unique(folder: Path) -> None:
    found = read(folder, "Firma;Ort;Land;Bemerkung;Bemerkung\nMusterwerk GmbH;Bremen;DE;a;b\n")
    assert members(found) == BOTH[:1]
    twice = read(folder, "Name;Ort;Name\nMusterwerk GmbH;Bremen;Frau M\n")
    assert "more than one column is called Name" in str(twice.columns.problem)
    chosen = read(folder, "Name;Ort;Name\nMusterwerk GmbH;Bremen;Frau M\n", fields=("name", "city", ""))
    assert [one.name for one in chosen.entries] == ["Musterwerk GmbH"]


def test_a_list_without_names_of_columns_is_told_by_its_values(folder: Path) -> None:
    found = read(folder, "Musterwerk GmbH,Bremen,DE\nBeispielbau AG,Kassel,DE\n")
    assert (found.columns.header, members(found)) == (0, BOTH)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "colour\nred\n", "colour,city\n5,Ulm\n"])
def test_where_the_name_cannot_be_told_it_is_asked(folder: Path, text: str) -> None:
    found = read(folder, text)
    assert found.entries == []
    assert "which column is the name" in str(found.columns.problem)
    with pytest.raises(InvalidData, match="no column for the name"):
        read_members(folder / "list.csv")


def test_merged_cells_say_the_same_in_every_row(folder: Path) -> None:
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Ort", "Firma"])
        page.merge_range(1, 0, 2, 0, "Bremen")
        page.write(1, 1, "A GmbH")
        page.write(2, 1, "B GmbH")
        page.write_row(3, 0, ["Kassel", "C GmbH"])
    found = read_list(path, ReadingChoice())
    assert [(one.name, one.city) for one in found.entries] == [
        ("A GmbH", "Bremen"),
        ("B GmbH", "Bremen"),
        ("C GmbH", "Kassel"),
    ]


def test_the_first_sheet_that_is_not_hidden_is_read_and_others_can_be_chosen(folder: Path) -> None:
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, member in (("Alt", "Altwerk AG"), ("Mitglieder", "Musterwerk GmbH"), ("Gäste", "Gast AG")):
            page = book.add_worksheet(name)
            page.write_column(0, 0, ["Firma", member])
        book.worksheets()[1].activate()
        book.worksheets()[0].hide()
    found = read_list(path, ReadingChoice())
    assert (found.sheet.sheets, found.sheet.sheet) == (("Mitglieder", "Gäste", "Alt"), "Mitglieder")
    other = read_list(path, ReadingChoice(sheet="Gäste"))
    assert [one.name for one in other.entries] == ["Gast AG"]


@pytest.mark.parametrize("at", [0, 1])
def test_towns_over_the_members_that_sit_there_are_their_places(folder: Path, at: int) -> None:
    lead = [""] * at
    rows: list[Sequence[object]] = [
        [*lead, "Unternehmen", "Telefon", "Eintritt"],
        ["Lübeck"],
        [*lead, "Muster Fisch GmbH", "0451 1", 2015],
        [*lead, "Hafenwerk", "0451 2", 2016],
        ["Bad Oldesloe:"],
        [*lead, "Beispielmolkerei eG", "04531 3", 2017],
    ]
    found = sheet(folder, [["Mitglieder"], *rows] if at else rows)
    assert [(one.name, one.city) for one in found.entries] == [
        ("Muster Fisch GmbH", "Lübeck"),
        ("Hafenwerk", "Lübeck"),
        ("Beispielmolkerei eG", "Bad Oldesloe"),
    ]
    assert [str(issue.reason) for issue in found.left_out] == ["a place over members: taken as theirs"] * 2
    assert not found.refused


def test_a_lone_town_is_no_heading_where_rows_name_places_or_it_is_the_only_one(folder: Path) -> None:
    rows: list[Sequence[object]] = [
        ["Firma", "Telefon", "Seit"],
        ["Essen"],
        ["Muster GmbH", "1", 2015],
        ["Werk AG", "2", 2016],
    ]
    assert [one.entry.name for one in sheet(folder, rows).asides] == ["Essen"]
    more = [["Muster GmbH", "Ulm"], ["Werk AG", "Bremen"], ["Hof eG", "Jena"], ["Bau SE", "Gera"]]
    found = sheet(folder, [["Firma", "Ort"], ["Essen"], ["Kiel"], *more])
    assert [one.city for one in found.entries] == ["Ulm", "Bremen", "Jena", "Gera"]
    assert [one.entry.name for one in found.asides] == ["Essen", "Kiel"]


def test_a_heading_in_another_column_than_the_names_is_left_out(folder: Path) -> None:
    rows: list[Sequence[object]] = [
        ["Nr.", "Firma", "Ort"],
        ["Teil A"],
        [1, "Muster GmbH", "Ulm"],
        [2, "Werk AG", "Bremen"],
    ]
    found = sheet(folder, rows)
    assert [(issue.row, str(issue.reason)) for issue in found.left_out] == [
        (2, "looks like a heading over members")
    ]
    assert not found.refused


def test_a_table_beside_the_list_is_told(folder: Path) -> None:
    rows = [["Member", "Town", "", "Partner", "Town"], ["Muster Ltd", "Cork", "", "Guest plc", "Dublin"]]
    found = sheet(folder, rows)
    assert [one.name for one in found.entries] == ["Muster Ltd"]
    assert [(issue.row, issue.column, issue.value) for issue in found.corrected] == [
        (1, "D", "Partner; Town")
    ]


def test_an_address_below_a_name_is_no_part_of_it(folder: Path) -> None:
    rows = [["Medlem", "Ort"], ["Muster Mejeri AB\nBox 1", "Malmö"], ["Institut\nMuster e.V.", "Lund"]]
    found = sheet(folder, rows)
    assert [one.name for one in found.entries] == ["Muster Mejeri AB", "Institut Muster e.V."]
    assert [issue.row for issue in found.corrected] == [2, 3]


@pytest.mark.parametrize(
    ("name", "town", "until"),
    [
        *(("Bedrijfsnaam", "Plaats", "Opgezegd per"), ("Název společnosti", "Město", "Datum vystoupení")),
        *(("Cégnév", "Város", "Kilépés dátuma"), ("Επωνυμία", "Πόλη", "Ημερομηνία αποχώρησης")),
        *(("Denumire firmă", "Localitate", "Data retragerii"), ("Yritys", "Kaupunki", "Eropäivä")),
        *(("Názov firmy", "Mesto", "Dátum vystúpenia"), ("Naziv tvrtke", "Grad", "Datum istupanja")),
        *(("Фирма", "Град", "Дата на напускане"), ("Ettevõte", "Linn", "Väljaastumise kuupäev")),
    ],
)
def test_who_has_left_is_no_member_in_any_language(folder: Path, name: str, town: str, until: str) -> None:
    found = sheet(folder, [[name, town, until], ["Muster A", "X", ""], ["Muster B", "Y", "31.12.2024"]])
    assert [one.name for one in found.entries] == ["Muster A"]
    assert [one.entry.name for one in found.asides] == ["Muster B"]


@pytest.mark.parametrize("form", ["xls", "xlsb"])
def test_the_binary_forms_of_excel_are_read_with_dates_numbers_and_merged_cells(form: str) -> None:
    found = read_list(DATA / f"members.{form}", ReadingChoice())
    assert (found.sheet.sheets, found.columns.header) == (("Mitglieder", "Alt"), 3)
    assert [(one.name, one.city, one.post_code, one.since) for one in found.entries] == [
        ("Süßwaren Muster GmbH", "Bremen", "28195", "2019-03-01"),
        ("Hafenmolkerei AG", "Bremen", "28195", "2020-01-15"),
        ("Mleczarnia Łódzka Sp. z o.o.", "Łódź", "90-001", "2021-12-31"),
    ]
    assert [issue.row for issue in found.refused] == [7]
    hidden = read_list(DATA / f"members.{form}", ReadingChoice(sheet="Alt"))
    assert [one.name for one in hidden.entries] == ["Versteckte Molkerei GmbH"]


def test_a_cut_sheet_of_an_xlsb_file_is_refused(folder: Path) -> None:
    path = folder / "list.xlsb"
    with ZipFile(DATA / "members.xlsb") as whole, ZipFile(path, "w") as cut:
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, data[: len(data) // 2] if name.startswith("xl/worksheets/") else data)
    with pytest.raises(InvalidData, match="not a readable spreadsheet"):
        read_list(path, ReadingChoice())


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("l.pdf", b"%PDF-1.7\n1 0 obj", "a PDF is no table"),
        ("l.xls", b"<html><table><tr><td>name</td></tr></table></html>", "a web page"),
        ("l.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old or protected Excel file"),
        ("l.csv", b"", "it holds no rows"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(
    folder: Path, name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(InvalidData, match=reason):
        read(folder, data, name)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            ("Deutschland", "DE"),
            ("germany", "DE"),
            ("UK", "GB"),
            ("ÖSTERREICH", "AT"),
            ("", None),
            ("x", None),
        ),
        *(("D", "DE"), ("DEU", "DE"), ("Allemagne", "DE"), ("Polska", "PL"), ("Ελλάδα", "GR"), ("EL", "GR")),
        *(("The Netherlands", "NL"), ("Česká republika", "CZ"), ("България", "BG"), ("Suisse", "CH")),
    ],
)
def test_countries_are_known_by_code_mark_and_name(text: str, code: str | None) -> None:
    assert country(text)[0] == code


def test_lines_of_addresses_are_asked_about_as_names(folder: Path) -> None:
    lines = [
        *(
            "Bedrijf",
            "Bakkerij Aar B.V.",
            "Kerkstraat 4",
            "1012 AB Amsterdam",
            "T 020-5551234",
            "info@aar.example",
        ),
        *("Szpital Kliniczny Nr 4", "Box Mills 5 Ltd", "Postbus 88", "www.aar.example"),
    ]
    found = read(folder, "\n".join(lines))
    assert [one.name for one in found.entries] == [
        "Bakkerij Aar B.V.",
        "Szpital Kliniczny Nr 4",
        "Box Mills 5 Ltd",
    ]
    assert {str(one.reason) for one in found.asides} == {
        "a line of an address or a way to reach somebody as a name"
    }
    assert len(found.asides) == 6


def test_a_list_that_is_turned_says_so(folder: Path) -> None:
    side = read(folder, "Firma;A GmbH;B GmbH\nOrt;Kiel;Ulm\n")
    assert [(one.row, one.name, one.city) for one in side.entries] == [
        (2, "A GmbH", "Kiel"),
        (3, "B GmbH", "Ulm"),
    ]
    assert "lies on its side" in str(side.corrected[0])
    blocks = read(folder, "Firma;A GmbH\nOrt;Kiel\nFirma;B GmbH\nOrt;Ulm\n")
    assert [(one.row, one.name, one.city) for one in blocks.entries] == [
        (2, "A GmbH", "Kiel"),
        (4, "B GmbH", "Ulm"),
    ]
    assert "names stand before each value" in str(blocks.corrected[0])
    plain = read(folder, "Firma;Ort\nFirma Meier;Kiel\nFirma Ort;Ulm\n")
    assert [one.name for one in plain.entries] == ["Firma Meier", "Firma Ort"]
