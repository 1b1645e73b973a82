"""Member lists made up in the layouts and languages that offices use, the same for the same seed."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from xlsxwriter import Workbook

Dice = random.Random
Rows = list[list[str]]


@dataclass(frozen=True)
class Member:
    """An organization of a list, as it must be read."""

    name: str
    city: str
    country: str


@dataclass(frozen=True)
class Language:
    """How lists are written in a language: encoding of its office's CSV files, words of columns and rows."""

    encoding: str
    name: str
    first_name: str
    surname: str
    city: str
    post_code: str
    country: str
    website: str
    remark: str
    title: str
    total: str
    land: str
    code: str
    companies: tuple[str, ...]
    cities: tuple[str, ...]


LANGUAGES = {
    "de": Language(
        *("cp1252", "Firma", "Vorname", "Name", "Ort", "PLZ", "Land", "Webseite", "Bemerkung"),
        *("Mitgliederverzeichnis", "Summe", "Deutschland", "DE"),
        ("Müller Süßwaren GmbH", "Bäckerei Jäger e.K.", "Größe & Söhne KG", "Hafenmolkerei AG"),
        ("Lübeck", "Köln", "Quakenbrück", "Bremen"),
    ),
    "en": Language(
        *("cp1252", "Company", "First name", "Last name", "Town", "Postcode", "Country", "Website", "Notes"),
        *("Membership list", "Total", "Ireland", "IE"),
        ("Atlantic Dairies Ltd", "O’Brien Bakers Ltd", "Shannon Foods plc", "Liffey Grain Ltd"),
        ("Dublin", "Cork", "Dún Laoghaire", "Galway"),
    ),
    "fr": Language(
        *(
            "cp1252",
            "Raison sociale",
            "Prénom",
            "Nom",
            "Ville",
            "Code postal",
            "Pays",
            "Site web",
            "Remarque",
        ),
        *("Liste de nos sociétaires", "Total", "France", "FR"),
        ("Biscuiterie Lefèvre SARL", "Laiterie Dupré SAS", "Minoterie Été SA", "Pâtes Côté SARL"),
        ("Besançon", "Orléans", "Nîmes", "Lyon"),
    ),
    "it": Language(
        *("cp1252", "Ragione sociale", "Nome", "Cognome", "Città", "CAP", "Paese", "Sito web", "Note"),
        *("Elenco delle imprese", "Totale", "Italia", "IT"),
        ("Pasta Bontà S.r.l.", "Caseificio Più S.p.A.", "Olio Virtù S.r.l.", "Forno Perché S.n.c."),
        ("Forlì", "Parma", "Cefalù", "Bologna"),
    ),
    "es": Language(
        *("cp1252", "Empresa", "Nombre", "Apellidos", "Localidad", "Código postal", "País", "Web"),
        *("Observaciones", "Relación de empresas", "Total", "España", "ES"),
        ("Panadería Núñez S.L.", "Aceites Muñoz S.A.", "Lácteos Peña S.L.", "Logística Gómez S.A."),
        ("Logroño", "Málaga", "León", "Sevilla"),
    ),
    "pl": Language(
        *("cp1250", "Nazwa firmy", "Imię", "Nazwisko", "Miejscowość", "Kod pocztowy", "Kraj"),
        *("Strona internetowa", "Uwagi", "Wykaz firm", "Razem", "Polska", "PL"),
        (
            "Mleczarnia Łódzka Sp. z o.o.",
            "Zakład Żywności S.A.",
            "Piekarnia Świt Sp. z o.o.",
            "Młyn Gdański S.A.",
        ),
        ("Łódź", "Kraków", "Gdańsk", "Poznań"),
    ),
    "cs": Language(
        *("cp1250", "Název společnosti", "Křestní jméno", "Příjmení", "Město", "PSČ", "Země"),
        *("Webové stránky", "Poznámka", "Přehled firem", "Celkem", "Česko", "CZ"),
        ("Pekárna Dvořák s.r.o.", "Mlékárna Říčany a.s.", "Řeznictví Žďár s.r.o.", "Mlýn Šťastný s.r.o."),
        ("Plzeň", "Žďár", "Olomouc", "Říčany"),
    ),
    "el": Language(
        *("cp1253", "Επωνυμία", "Μικρό όνομα", "Επώνυμο", "Πόλη", "ΤΚ", "Χώρα", "Ιστοσελίδα"),
        *("Παρατηρήσεις", "Κατάλογος επιχειρήσεων", "Σύνολο", "Ελλάδα", "GR"),
        (
            "Γαλακτοκομία Ηπείρου Α.Ε.",
            "Αρτοποιία Άνω Πόλης Α.Ε.",
            "Ελαιώνες Κρήτης Ε.Π.Ε.",
            "Μύλοι Θράκης Α.Ε.",
        ),
        ("Ιωάννινα", "Θεσσαλονίκη", "Χανιά", "Αθήνα"),
    ),
}


@dataclass(frozen=True)
class MadeUpList:
    """A list as a file, what must be read from it, and how many rows must be set aside as no members."""

    layout: str
    language: str
    file: str
    data: bytes
    members: tuple[Member, ...]
    aside: int = 0


def _members(words: Language, dice: Dice) -> list[Member]:
    found = []
    for company in words.companies:
        for number in range(dice.randrange(2, 5)):
            head, _, form = company.rpartition(" ")
            found.append(Member(f"{head} {number + 1} {form}", dice.choice(words.cities), words.code))
    dice.shuffle(found)
    return found


def _table(words: Language, members: Sequence[Member]) -> Rows:
    return [[words.name, words.city, words.country], *([one.name, one.city, words.land] for one in members)]


def _csv(rows: Rows, delimiter: str = ";", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def _office_csv(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    return "mitglieder.csv", _csv(_table(words, members)).encode(words.encoding), 0


def _comma_utf8(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    return "members.csv", _csv(_table(words, members), ",", "\n").encode("utf-8"), 0


def _tab_utf16(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    return "unicode.txt", _csv(_table(words, members), "\t").encode("utf-16"), 0


def _pipe_with_mark(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    return "export.csv", _csv(_table(words, members), "|").encode("utf-8-sig"), 0


def _sep_line(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    return "sep.csv", ("sep=;\r\n" + _csv(_table(words, members))).encode(words.encoding), 0


def _persons_beside(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    rows = [[words.surname, words.first_name, words.name, words.city, words.country]]
    rows += [["Mustermann", "Erika", one.name, one.city, words.land] for one in members]
    return "contacts.csv", _csv(rows).encode(words.encoding), 0


def _post_code_and_city(words: Language, members: Sequence[Member], dice: Dice) -> tuple[str, bytes, int]:
    rows = [["Nr.", words.name, f"{words.post_code}/{words.city}", words.country]]
    rows += [
        [str(number), one.name, f"{dice.randrange(10_000, 99_999)} {one.city}", one.country]
        for number, one in enumerate(members, 1)
    ]
    return "plz.csv", _csv(rows).encode("utf-8"), 0


def _xlsx(rows: Sequence[Sequence[object]], extra: Callable[[Workbook], None] | None = None) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
        if extra:
            extra(book)
    return stream.getvalue()


def _plain_xlsx(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    return "members.xlsx", _xlsx(_table(words, members)), 0


def _titled_xlsx(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    rows: list[list[object]] = [["", f"{words.title} 2024"], [], ["", *_table(words, members)[0]]]
    rows += [["", *cells] for cells in _table(words, members)[1:]]
    return "title.xlsx", _xlsx(rows), 0


def _totalled_xlsx(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    rows: list[list[object]] = [[*cells] for cells in _table(words, members)]
    rows += [[], [f"{words.total}: {len(members)}"], ["01.03.2024"]]
    return "total.xlsx", _xlsx(rows), 2


def _many_columns_xlsx(words: Language, members: Sequence[Member], dice: Dice) -> tuple[str, bytes, int]:
    rows: list[list[object]] = [
        [words.remark, words.name, words.post_code, words.city, words.website, words.country, words.remark]
    ]
    rows += [
        ["a", one.name, dice.randrange(10_000, 99_999), one.city, "www.muster.example", words.land, "b"]
        for one in members
    ]
    return "columns.xlsx", _xlsx(rows), 0


def _merged_xlsx(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    stream = io.BytesIO()
    ordered = sorted(members, key=lambda one: one.city)
    with Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [words.city, words.name, words.country])
        for number, one in enumerate(ordered, 1):
            page.write_row(number, 1, [one.name, words.land])
        for city in sorted({one.city for one in ordered}):
            places = [number for number, one in enumerate(ordered, 1) if one.city == city]
            if len(places) > 1:
                page.merge_range(places[0], 0, places[-1], 0, city)
            else:
                page.write(places[0], 0, city)
    return "merged.xlsx", stream.getvalue(), 0


def _second_sheet_xlsx(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        old, page = book.add_worksheet("2019"), book.add_worksheet("2024")
        old.write_row(0, 0, [words.name])
        for number, cells in enumerate(_table(words, members)):
            page.write_row(number, 0, cells)
        page.activate()
        old.hide()
    return "sheets.xlsx", stream.getvalue(), 0


_ODS = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">%s<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    'table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def ods(rows: Rows) -> bytes:
    """An OpenDocument spreadsheet, padded with empty rows and columns as office programs write it."""
    made = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            if cell
            else "<table:table-cell/>"
            for cell in cells
        )
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for cells in rows
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS % made)
    return stream.getvalue()


def _plain_ods(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    return "members.ods", ods(_table(words, members)), 0


def _titled_ods(words: Language, members: Sequence[Member], _dice: Dice) -> tuple[str, bytes, int]:
    rows = [[words.title], [], *_table(words, members), [f"{words.total} {len(members)}"]]
    return "title.ods", ods(rows), 1


LAYOUTS: dict[str, Callable[[Language, Sequence[Member], Dice], tuple[str, bytes, int]]] = {
    "CSV of the office, semicolon": _office_csv,
    "CSV with commas, UTF-8": _comma_utf8,
    "text with tabs, UTF-16": _tab_utf16,
    "CSV with bars and a byte order mark": _pipe_with_mark,
    "CSV with a line that names the delimiter": _sep_line,
    "CSV with persons beside companies": _persons_beside,
    "CSV with postcode and place in one cell": _post_code_and_city,
    "XLSX": _plain_xlsx,
    "XLSX with a title and an empty column": _titled_xlsx,
    "XLSX with a total and a date": _totalled_xlsx,
    "XLSX with many columns, one name twice": _many_columns_xlsx,
    "XLSX with merged cells": _merged_xlsx,
    "XLSX with a hidden sheet before": _second_sheet_xlsx,
    "ODS": _plain_ods,
    "ODS with a title and a total": _titled_ods,
}


def made_up_lists(seed: int, many: int) -> list[MadeUpList]:
    """`many` lists; every layout comes before one comes again, and so does every language."""
    layouts, languages = list(LAYOUTS), list(LANGUAGES)
    found = []
    for number in range(many):
        layout, language = layouts[number % len(layouts)], languages[number % len(languages)]
        dice = Dice(f"{seed} {number}")
        members = _members(LANGUAGES[language], dice)
        file, data, aside = LAYOUTS[layout](LANGUAGES[language], members, dice)
        found.append(MadeUpList(layout, language, file, data, tuple(members), aside))
    return found
