"""Member lists written out by hand as offices keep them, each with what must be read from it.

What is right was written down before any of them was read.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.support.made_up_lists import ods

Cells = Sequence[object]
Member = tuple[str, str | None, str | None, str | None]
"""Name, postcode, place and since when."""


@dataclass(frozen=True)
class OfficeList:
    """A list as a file and its members; `aside` are the beginnings of rows that are set aside or refused.

    `branches` are what the list says some members do, by name.
    """

    about: str
    file: str
    data: bytes
    members: tuple[Member, ...]
    aside: tuple[str, ...] = ()
    branches: tuple[tuple[str, str], ...] = ()


def _book(*sheets: tuple[str, Callable[[Workbook, Worksheet], None]]) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        for name, fill in sheets:
            fill(book, book.add_worksheet(name))
    return stream.getvalue()


def _rows(rows: Sequence[Cells], at: tuple[int, int] = (0, 0)) -> Callable[[Workbook, Worksheet], None]:
    def fill(_book: Workbook, page: Worksheet) -> None:
        for number, cells in enumerate(rows, at[0]):
            for place, cell in enumerate(cells, at[1]):
                if isinstance(cell, date):
                    page.write_datetime(number, place, cell)
                elif cell != "":
                    page.write(number, place, cell)

    return fill


def _german(book: Workbook, page: Worksheet) -> None:
    page.merge_range(0, 0, 0, 9, "Ernährungsnetzwerk Nordmark e. V. – Mitgliederverzeichnis")
    page.write(1, 0, "Stand: 31.10.2026, Geschäftsstelle")
    for at, text in enumerate(("Nr.", "Mitglied", "Straße", "PLZ", "Ort")):
        page.merge_range(3, at, 4, at, text)
    page.merge_range(3, 5, 3, 7, "Ansprechpartner")
    page.write_row(4, 5, ["Name", "Telefon", "E-Mail"])
    page.merge_range(3, 8, 4, 8, "Beitrag in €")
    page.merge_range(3, 9, 4, 9, "beigetreten am")
    page.merge_range(5, 0, 5, 9, "Ordentliche Mitglieder")
    rows: list[Cells] = [
        *(
            (
                *(1, "Backhaus Tramm GmbH", "Am Wall 5", 24103, "Kiel", "Erika Tramm", "0431 / 55 12-0"),
                *("tramm@backhaus.example", 1250.5, date(2011, 5, 1)),
            ),
            (
                *(2, "Jensen & Söhne KG", "Hafenstr. 1", 25899, "Niebüll", "Uwe Jensen", "+49 4661 900"),
                *("", 480, date(2019, 3, 15)),
            ),
        ),
        ("Fördermitglieder",),
        (3, "Sparkasse Nordmark", "Markt 2", "01067", "Dresden", "", "0351-4711", "", 300, date(2020, 1, 1)),
        (),
        ("", "Summe Beiträge", "", "", "", "", "", "", 2030.5),
    ]
    _rows(rows, (6, 0))(book, page)


def _italian_left(book: Workbook, page: Worksheet) -> None:
    _rows([("Denominazione", "Comune"), ("Vecchio Mulino S.r.l.", "Lodi")])(book, page)


def _czech(book: Workbook, page: Worksheet) -> None:
    page.write_row(0, 0, ["Kraj", "Člen", "IČO", "Obec", "Odvětví"])
    page.merge_range(1, 0, 2, 0, "Jihomoravský")
    page.write_row(1, 1, ["Mlékárna Hodná s.r.o.", 27082440, "Brno", "zpracování mléka"])
    page.write_row(2, 1, ["Vinařství U Lípy", 45274649, "Znojmo", "pěstování vína"])
    page.write_row(3, 0, ["Plzeňský", "Pivovar Zlatý klas a.s.", 25596641, "Plzeň", "pivovarnictví"])


_ENGLISH = (
    "Organization,Primary contact,Title,Phone,Email,City,State,Country,Join date,Revenue,Notes\r\n"
    "Blue Harbor Foods Inc.,Dana Whitfield,VP Ops,(207) 555-0142,dana@bh.example,Portland,ME,USA,03/15/2019,"
    '"$1,200,000","Board seat 2024.\r\nPrefers email"\r\n'
    '"Harvest Ridge, LLC",Sam Ortiz,,+1 413 555 0199,,Amherst,MA,USA,11/02/2020,"$86,500",\r\n'
    "University of Westmarch,Prof. J. Lindqvist,Dean,,,Reading,,United Kingdom,12/31/2021,,\r\n"
    ",,,,,,,,,,\r\n"
    "Exported on 11/02/2026 08:15 by j.smith,,,,,,,,,,\r\n"
)
_FRENCH = (
    "Liste des adhérents au 30/09/2026;;;;;;;\r\n;;;;;;;\r\n"
    "Adhérent;Représentant;Téléphone;Code postal;Ville;Date d'adhésion;Cotisation (€);Secteur d'activité\r\n"
    "Biscuiterie Lefèvre SARL;Mme Hélène Lefèvre;0238001122;45000;Orléans;15/01/2018;1 250,00;biscuits\r\n"
    "Coopérative du Pré-Vert;M. Théo Garnier;+33 3 81 00 00 00;25000;Besançon;01/09/2020;850,50;lait cru\r\n"
    "Pôle Génie des Aliments;;;44300;Nantes;;0,00;recherche\r\n"
    "TOTAL;;;;;;2 100,50;\r\n"
)
_SPANISH = (
    "Asociado\tPersona de contacto\tTeléfono\tMunicipio\tProvincia\tFecha de alta\tFecha de baja\r\n"
    "Aceites Muñoz S.A.\tJosé Muñoz\t953 12 34 56\tJaén\tJaén\t12/05/2016\t\r\n"
    "Panadería Núñez S.L.\tAna Núñez\t941 22 33 44\tLogroño\tLa Rioja\t03/02/2019\t\r\n"
    "Conservas del Ebro S.L.\tLuis Gil\t\tTudela\tNavarra\t10/10/2012\t31/12/2023\r\n"
)
_POLISH = (
    "Lp.;Nazwa podmiotu;Adres siedziby;NIP;Osoba do kontaktu;Branża\r\n"
    '1;Mleczarnia Łódzka Sp. z o.o.;"ul. Długa 5, 90-001 Łódź";7251801126;Paweł Żak;przetwórstwo mleka\r\n'
    '2;Gospodarstwo Ogrodnicze Świt;"os. Zielone 12, 80-827 Gdańsk";5832012345;;uprawa warzyw\r\n'
    "Razem: 2;;;;;\r\n"
)
_GREEK = (
    "Α/Α;Μέλος;Υπεύθυνος επικοινωνίας;Τηλέφωνο;Πόλη;Νομός;Κλάδος\n"
    "1;Ελαιώνες Κρήτης Ε.Π.Ε.;Γιώργος Παππάς;28210 12345;Χανιά;Χανίων;ελαιόλαδο\n"
    "2;Γαλακτοκομία Ηπείρου Α.Ε.;;26510 99887;Ιωάννινα;Ιωαννίνων;τυροκομικά\n"
    "Σύνολο μελών: 2;;;;;;\n"
)
_DUTCH = (
    "Lidnummer|Bedrijf|Contactpersoon|Postcode|Plaats|Lid sinds|Sector\n"
    "1001|Molen De Eén B.V.|Jan de Vries|6708 PB|Wageningen|2015-04-01|graan\n"
    "1002|Coöperatie Zuivelhart U.A.|Anouk van Dijk|8911 AA|Leeuwarden|2021-11-30|zuivel\n"
    "1003|Zaadhuis Noord|||Den Burg||zaden\n"
)
_HUNGARIAN = (
    "Tag neve;Székhely (cím);Kapcsolattartó;Telefonszám;Tevékenység\r\n"
    "Szegedi Paprikafeldolgozó Kft.;6720 Szeged, Kossuth u. 3.;Kovács Ágnes;+36 62 123 456;fűszerpaprika\r\n"
    "Őrségi Tejüzem Zrt.;9941 Őriszentpéter, Fő út 12.;Tóth Gergő;;tej és sajt\r\n"
)
_AUSTRIAN = (
    "Betrieb;;Kontakt;;\r\nFirmenname;PLZ/Ort;Ansprechperson;Tel.;Web\r\n"
    "Käserei Almblick OG;6020 Innsbruck;Mag. Maria Huber;0512/345;www.almblick.example\r\n"
    ";;DI Franz Gruber;0512/346;\r\n"
    "Mühle Gföhl GmbH;A-3542 Gföhl;;02716 60;\r\n"
)


def _polish(book: Workbook, page: Worksheet) -> None:
    page.merge_range(0, 0, 0, 5, "Klaster Spożywczy – wykaz członków na dzień 31.10.2026")
    for at, text in enumerate(("Lp.", "Pełna nazwa", "Forma prawna")):
        page.merge_range(2, at, 3, at, text)
    page.merge_range(2, 3, 2, 4, "Siedziba")
    page.write_row(3, 3, ["Kod", "Miejscowość"])
    page.merge_range(2, 5, 3, 5, "Data przystąpienia")
    rows: list[Cells] = [
        (1, "Mleczarnia Żółw", "Sp. z o.o.", "62-500", "Konin", date(2018, 2, 1)),
        (2, "Zakłady Zbożowe Świt", "S.A.", "61-001", "Poznań", date(2020, 9, 15)),
        ("", "Liczba członków:", "2"),
    ]
    _rows(rows, (4, 0))(book, page)


_ITALIAN_ON_ITS_SIDE = [
    ["Elenco soci"],
    [],
    ["Ragione sociale", "Pastificio Bontà S.r.l.", "Caseificio Alpe S.p.A.", "Università di Sanremo"],
    ["Comune", "Imperia", "Cuneo", "Sanremo"],
    ["CAP", "18100", "12100", "18038"],
    ["Anno di adesione", "2016", "2018", ""],
]
_PORTUGUESE: list[Cells] = [
    ("Associados",),
    (),
    ("Empresa:", "Conservas do Sado Lda"),
    ("Localidade:", "Setúbal"),
    ("Telefone:", "265 123 456"),
    (),
    ("Empresa:", "Quinta da Serra"),
    ("Localidade:", "Évora"),
]
_FINNISH = (
    "Jäsenet\n\nYritys: Pohjan Meijeri Oy\nPaikkakunta: Oulu\nVerkkosivu: www.pohja.example\n\n"
    "Yritys: Saaren Kala\nPaikkakunta: Turku\n"
)
_HUNGARIAN_IN_ONE = (
    "Tagjaink\nPécsi Malom Kft. (7621 Pécs, Fő u. 3.)\nTisza Halászat Zrt. (6720 Szeged, Part u. 1.)\n"
    "Soproni Borászok Szövetsége (9400 Sopron)\n"
)
_SLOVENE: list[Cells] = [
    ("Št.", "Naziv člana", "Naslov", "Pošta", "Status"),
    (1, "Žito Pomurje d.o.o.", "Lendavska 5", "9000 Murska Sobota", "aktiven"),
    (2, "Kmetija Hribar", "Vrh 3", "1386 Stari trg pri Ložu", "izstopil"),
]
_ROMANIAN = (
    "NR. CRT.,DENUMIRE MEMBRU,LOCALITATE,JUDET,COD POSTAL,DATA ADERARII\r\n"
    "1,SC Morarita Dunarea SRL,Galati,Galati,800001,12.03.2017\r\n"
    '2,"Lactate Bucovina, Cooperativa",Suceava,Suceava,720001,\r\n'
    "TOTAL MEMBRI,2,,,,\r\n"
)
_DANISH = (
    "Medlemsoversigt pr. 31-10-2026;;;;\r\nMedlemsnr.;Virksomhed;Postnr. og by;Kontingent;Indmeldt\r\n"
    "17;Ærø Mejeri A/S;5970 Ærøskøbing;1.250,00;01-02-2014\r\n"
    "22;Syddansk Universitet, Inst. for Fødevarer;5230 Odense M;0,00;\r\nI alt;;;1.250,00;\r\n"
)
_SWEDISH_LINES: list[Cells] = [
    ("Medlem", "Adress", "Kontakt"),
    ("Skånska Kvarnen AB", "Box 12\n221 00 Lund", "Åsa Berg\n046-123456"),
    ("Lantbruksuniversitetet", "Ulls väg 1\n750 07 Uppsala", "Prof. K. Ek"),
]


def other_layouts() -> list[OfficeList]:
    """Lists in which a member is no row, or in which much stands in one cell."""
    return [
        OfficeList(
            "Polish workbook: a cover, two rows of names, the legal form apart, a count with a colon",
            "wykaz.xlsx",
            _book(
                ("Okładka", _rows([("Wykaz członków",), ("Kontakt:", "biuro@k.example")])),
                ("Członkowie", _polish),
            ),
            (
                ("Mleczarnia Żółw", "62-500", "Konin", "2018-02-01"),
                ("Zakłady Zbożowe Świt", "61-001", "Poznań", "2020-09-15"),
            ),
            ("Liczba członków:",),
        ),
        OfficeList(
            "Italian ODS that lies on its side",
            *("soci.ods", ods(_ITALIAN_ON_ITS_SIDE)),
            (
                ("Pastificio Bontà S.r.l.", "18100", "Imperia", "2016"),
                ("Caseificio Alpe S.p.A.", "12100", "Cuneo", "2018"),
                ("Università di Sanremo", "18038", "Sanremo", None),
            ),
        ),
        OfficeList(
            "Portuguese workbook: names before each value, a block a member",
            *("associados.xlsx", _book(("Folha1", _rows(_PORTUGUESE)))),
            (("Conservas do Sado Lda", None, "Setúbal", None), ("Quinta da Serra", None, "Évora", None)),
        ),
        OfficeList(
            "Finnish text: name and value in one cell, a block a member",
            *("jasenet.txt", _FINNISH.encode()),
            (("Pohjan Meijeri Oy", None, "Oulu", None), ("Saaren Kala", None, "Turku", None)),
        ),
        OfficeList(
            "Hungarian text: name, postcode, place and street in one cell",
            *("tagjaink.csv", _HUNGARIAN_IN_ONE.encode("cp1250")),
            (
                ("Pécsi Malom Kft.", "7621", "Pécs", None),
                ("Tisza Halászat Zrt.", "6720", "Szeged", None),
                ("Soproni Borászok Szövetsége", "9400", "Sopron", None),
            ),
        ),
        OfficeList(
            "Slovene workbook: postcode and place under the name of the post office, who has left",
            *("clani.xlsx", _book(("Člani", _rows(_SLOVENE)))),
            (("Žito Pomurje d.o.o.", "9000", "Murska Sobota", None),),
            ("Kmetija Hribar",),
        ),
        OfficeList(
            "Romanian CSV: names of columns in capitals without accents, a count in the next cell",
            *("membri.csv", _ROMANIAN.encode()),
            (
                ("SC Morarita Dunarea SRL", "800001", "Galati", "2017-03-12"),
                ("Lactate Bucovina, Cooperativa", "720001", "Suceava", None),
            ),
            ("TOTAL MEMBRI",),
        ),
        OfficeList(
            "Danish CSV: postcode and place in one cell, fees, their sum",
            *("medlemmer.csv", _DANISH.encode("cp1252")),
            (
                ("Ærø Mejeri A/S", "5970", "Ærøskøbing", "2014-02-01"),
                ("Syddansk Universitet, Inst. for Fødevarer", "5230", "Odense M", None),
            ),
            ("I alt",),
        ),
        OfficeList(
            "Swedish workbook: addresses of two lines in a cell",
            *("medlemmar.xlsx", _book(("Blad1", _rows(_SWEDISH_LINES)))),
            (
                ("Skånska Kvarnen AB", "221 00", "Lund", None),
                ("Lantbruksuniversitetet", "750 07", "Uppsala", None),
            ),
        ),
    ]


def office_lists() -> list[OfficeList]:
    """The lists: Excel and text in twelve languages or layouts."""
    return [
        OfficeList(
            "German workbook: title, two rows of names, groups, contacts, fees, a sum",
            *("mitglieder.xlsx", _book(("Mitglieder", _german))),
            (
                ("Backhaus Tramm GmbH", "24103", "Kiel", "2011-05-01"),
                ("Jensen & Söhne KG", "25899", "Niebüll", "2019-03-15"),
                ("Sparkasse Nordmark", "01067", "Dresden", "2020-01-01"),
            ),
            ("Ordentliche Mitglieder", "Fördermitglieder", "Summe Beiträge"),
        ),
        OfficeList(
            "American export: days with the month first, phones, amounts, notes of two lines, a footer",
            *("members.csv", _ENGLISH.encode()),
            (
                ("Blue Harbor Foods Inc.", None, "Portland", "2019-03-15"),
                ("Harvest Ridge, LLC", None, "Amherst", "2020-11-02"),
                ("University of Westmarch", None, "Reading", "2021-12-31"),
            ),
            ("Exported on",),
        ),
        OfficeList(
            "French office CSV: title, decimal commas, a total",
            *("adherents.csv", _FRENCH.encode("cp1252")),
            (
                ("Biscuiterie Lefèvre SARL", "45000", "Orléans", "2018-01-15"),
                ("Coopérative du Pré-Vert", "25000", "Besançon", "2020-09-01"),
                ("Pôle Génie des Aliments", "44300", "Nantes", None),
            ),
            ("TOTAL",),
            (("Coopérative du Pré-Vert", "lait cru"),),
        ),
        OfficeList(
            "Italian workbook: a cover, the members, those who have left",
            "soci.xlsx",
            _book(
                ("Copertina", _rows([("Elenco soci",), ("Aggiornato al 30/09/2026",)])),
                (
                    "Soci",
                    _rows(
                        [
                            (
                                *("Denominazione", "Sede legale", "Comune", "Prov.", "Referente"),
                                *("P.IVA", "Fase della filiera"),
                            ),
                            (
                                *("Pasta Bontà S.r.l.", "Via Roma 3", "Forlì", "FC", "Dott.ssa Anna Neri"),
                                *("01234567890", "trasformazione"),
                            ),
                            (
                                "Cascina Verde soc. agr.",
                                "Strada Bassa 9",
                                "Lodi",
                                "LO",
                                "",
                                "",
                                "agricoltura",
                            ),
                        ]
                    ),
                ),
                ("Ex soci", _italian_left),
            ),
            (
                ("Pasta Bontà S.r.l.", None, "Forlì", None),
                ("Cascina Verde soc. agr.", None, "Lodi", None),
            ),
        ),
        OfficeList(
            "Spanish text with tabs, UTF-16: who has left is no member",
            *("asociados.txt", _SPANISH.encode("utf-16")),
            (
                ("Aceites Muñoz S.A.", None, "Jaén", "2016-05-12"),
                ("Panadería Núñez S.L.", None, "Logroño", "2019-02-03"),
            ),
            ("Conservas del Ebro S.L.",),
        ),
        OfficeList(
            "Polish CSV: the place stands in an address, tax numbers, a count",
            *("czlonkowie.csv", _POLISH.encode("cp1250")),
            (
                ("Mleczarnia Łódzka Sp. z o.o.", "90-001", "Łódź", None),
                ("Gospodarstwo Ogrodnicze Świt", "80-827", "Gdańsk", None),
            ),
            ("Razem: 2",),
            (("Gospodarstwo Ogrodnicze Świt", "uprawa warzyw"),),
        ),
        OfficeList(
            "Czech workbook: merged regions in a column that is called as countries are elsewhere",
            *("clenove.xlsx", _book(("List1", _czech))),
            (
                ("Mlékárna Hodná s.r.o.", None, "Brno", None),
                ("Vinařství U Lípy", None, "Znojmo", None),
                ("Pivovar Zlatý klas a.s.", None, "Plzeň", None),
            ),
            (),
            (("Vinařství U Lípy", "pěstování vína"),),
        ),
        OfficeList(
            "Greek CSV: contacts, prefectures, a count of members",
            *("meli.csv", _GREEK.encode()),
            (
                ("Ελαιώνες Κρήτης Ε.Π.Ε.", None, "Χανιά", None),
                ("Γαλακτοκομία Ηπείρου Α.Ε.", None, "Ιωάννινα", None),
            ),
            ("Σύνολο",),
        ),
        OfficeList(
            "Swedish workbook: title, register numbers, ISO days as text",
            "medlemmar.xlsx",
            _book(
                (
                    "Medlemmar",
                    _rows(
                        [
                            ("Medlemsförteckning 2026",),
                            (),
                            (
                                *("Medlemsföretag", "Org.nr", "Kontaktperson", "Telefon", "Ort"),
                                *("Medlem sedan", "Bransch"),
                            ),
                            (
                                *("Skåne Mejeri AB", "556677-8899", "Åsa Öberg", "040-12 34 56", "Malmö"),
                                *("2017-02-01", "mejeri"),
                            ),
                            ("Fågelviks Kvarn", "", "", "", "Växjö", "2022-06-30", "kvarn"),
                            ("Antal medlemmar: 2",),
                        ],
                        (1, 1),
                    ),
                )
            ),
            (
                ("Skåne Mejeri AB", None, "Malmö", "2017-02-01"),
                ("Fågelviks Kvarn", None, "Växjö", "2022-06-30"),
            ),
            ("Antal medlemmar",),
            (("Skåne Mejeri AB", "mejeri"),),
        ),
        OfficeList(
            "Dutch text with bars from a Macintosh: numbers of members, postcodes with letters",
            *("leden.txt", _DUTCH.encode("mac_roman")),
            (
                ("Molen De Eén B.V.", "6708 PB", "Wageningen", "2015-04-01"),
                ("Coöperatie Zuivelhart U.A.", "8911 AA", "Leeuwarden", "2021-11-30"),
                ("Zaadhuis Noord", None, "Den Burg", None),
            ),
        ),
        OfficeList(
            "Hungarian CSV: the street stands behind the place",
            *("tagok.csv", _HUNGARIAN.encode("cp1250")),
            (
                ("Szegedi Paprikafeldolgozó Kft.", "6720", "Szeged", None),
                ("Őrségi Tejüzem Zrt.", "9941", "Őriszentpéter", None),
            ),
        ),
        OfficeList(
            "Austrian CSV: two rows of names, a second contact in a row of its own",
            *("betriebe.csv", _AUSTRIAN.encode("cp1252")),
            (
                ("Käserei Almblick OG", "6020", "Innsbruck", None),
                ("Mühle Gföhl GmbH", "3542", "Gföhl", None),
            ),
            ("DI Franz Gruber",),
        ),
    ]
