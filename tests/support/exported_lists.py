"""Member lists as programs of offices export them, and as people set them out, with what must be read.

What is right was written down before any of them was read. The workbooks are in `set_out_lists.py`.
"""

from dataclasses import dataclass

Member = tuple[str, str | None, str | None, str | None, str | None]
"""Name, postcode, place, country and since when."""
TODAY = "2026-11-30"


@dataclass(frozen=True)
class ExportedList:
    """A list as a file and its members; `aside` are words of the rows set aside, asked about or refused."""

    about: str
    file: str
    data: bytes
    members: tuple[Member, ...]
    aside: tuple[str, ...] = ()


_CIVICRM = (
    '"Contact ID","Contact Type","Display Name","Organization Name","First Name","Last Name","City",'
    '"Postal Code","Country","Phone","Membership Type","Status","Start Date","End Date"\n'
    '"101","Organization","Mühle Sander GmbH","Mühle Sander GmbH","","","Celle","29221","Germany",'
    '"0049 5141 1234","Ordentliches Mitglied","Current","2019-02-01","2026-12-31"\n'
    '"103","Individual","Erika Muster","","Erika","Muster","Kiel","24103","Germany","","","Current",'
    '"2021-01-01","2026-12-31"\n'
    '"104","Organization","Altbau Keks KG","Altbau Keks KG","","","Peine","31224","Germany","","",'
    '"Expired","2015-01-01",""\n'
    '"105","Organization","Rübenwerk AG","Rübenwerk AG","","","Uelzen","29525","Germany","","",'
    '"Current","2016-01-01","2022-12-31"\n'
)
_HUBSPOT = (
    "Record ID,Company name,Company owner,Create Date,Last Activity Date (GMT+1),City,Country/Region,"
    "Lifecycle Stage\n"
    "8812334,Nordic Oat AB,Lisa Holm (lisa@c.example),2021-03-04 10:11,2026-10-01 08:00,Gothenburg,Sweden,"
    "Customer\n"
    "8812336,Aalborg Robotics ApS,,2023-07-08 12:00,,Aalborg,Denmark,Opportunity\n"
)
_SAP = (
    "Debitor\tName 1\tName 2\tStraße\tPostleitz.\tOrt\tLnd\tTelefon 1\r\n"
    "10001\tUniversität Musterstadt\tInstitut für Lebensmittelchemie\tCampus 1\t28359\tBremen\tDE\t000421\r\n"
    "10003\tKonditorei Ahrens OHG\t\tMarkt 2\t38100\tBraunschweig\tDE\t\r\n"
    "10004\tWiener Waffel GmbH\t\tGürtel 5\t1010\tWien\tAT\t\r\n"
)
_NUMBERED = (
    "Kunde,Firma,Ort,Umsatz\n20417,Stollen Elbe GmbH,Dresden,1\n20533,Reben Main KG,Würzburg,2\n"
    "20498,Kristall Erz AG,Chemnitz,3\n"
)
_CZECH_NOTES = (
    "Seznam členů klastru\r\n\r\nPoř.\tČlenská organizace\tMěsto\tPSČ\tČlenem od\r\n"
    "1.\tPivovar Jelen a.s.\tJihlava\t586 01\t1. 3. 2015\r\n"
    "2.\tPekařství U Kašny s.r.o.*\tTelč\t588 56\t12. 10. 2019\r\n"
    "3.\tVysoká škola chemie\tPraha\t160 00\t2020\r\n\r\n"
    "* členství pozastaveno\r\nPoznámka: změny hlaste kanceláři do 15. 12. 2026\r\n"
    "Vypracovala: Jana Nováková, tel. 222 333 444\r\n"
)
_CZECH_REGISTER = (
    "IČO;Název;PSČ;Obec;Vznik členství;Zánik členství\r\n"
    "12345678;Sladovna Haná a.s.;77900;Olomouc;01.02.2010;\r\n"
    "23456789;Škrobárna Vrchovina s.r.o.;58001;Havlíčkův Brod;15.09.2013;31.12.2020\r\n"
    "34567890;Mendelova zkušební univerzita;61300;Brno;2016;\r\n"
)
_FRENCH_DATES = (
    "Réf;Nom de la structure;Commune;Date d'entrée;Date de sortie;Motif\n"
    "A1;Cidrerie du Bocage SARL;Vire;02/03/2014;;\nA2;Moulin de l'Orne SAS;Argentan;05/05/2016;31/12/2024;x\n"
    "A4;Haras & Foin EURL;Falaise;13/02/2020;31/12/2026;démission\n"
)
_STATUS = (
    "Nr;Mitgliedsfirma;Ort;Status\n1;Tabakhaus Rauch GmbH;Lahr;aktiv\n"
    "2;Zigarrenfabrik Qualm KG;Bünde;ausgetreten zum 31.12.2025\n3;Pfeifenmacher Holz e.K.;Lohr;ruhend\n"
    "4;Papierwerk Blatt AG;Kehl;gekündigt zum 31.12.2027\n5;Streichholz Funke GmbH;Zell;erloschen\n"
    "6;Garn & Zwirn AG (ausgetreten 2023);Jever;\n7;Docht AG (former Kerze AG);Calw;\n"
)
_SPANISH_SHORT = (
    "Nº|Emp./Ent.|Dom.|C.P.|Pobl.|Prov.|Tfno.|F. alta\n"
    "1|Univ. Polit. de Prueba|Cam. Vera s/n|46022|Valencia|V|000963|01/10/2012\n"
    "2|Coop. Arroz Albufera S. Coop. V.|Ctra. 3|46410|Sueca|V||20/11/2019\n"
)
_POLISH_ADDRESS = (
    "L.p.\tNazwa i adres członka\tKod i miasto\tData przyjęcia\tUwagi\n"
    "1\tCukrownia Żnin Sp. z o.o.\t88-400 Żnin\t12.04.2013\t\n"
    "2\tInstytut Ogrodnictwa Próba\t96-100 Skierniewice\t30.06.2019\tzawieszony\n"
    "3\tOlejarnia Łąka s.c.\t63-900 Rawicz\t\tskreślony 2024\n"
)
_POLISH_STATUS = (
    "Status,Nazwa członka,Miejscowość,Członek od\naktywny,Grzybek Bory Sp. z o.o.,Tuchola,2022-01-03\n"
    "skreślony,Ryba Hel S.A.,Hel,2015-07-08\nbyły członek,Żubrówka Puszcza S.A.,Hajnówka,2012-02-02\n"
)
_GREEK_CAPITALS = (
    "Α/Α;ΕΠΩΝΥΜΙΑ;Τ.Κ.;ΠΟΛΗ;ΧΩΡΑ;ΗΜ/ΝΙΑ ΕΓΓΡΑΦΗΣ;ΤΗΛ.\r\n"
    "1;ΟΙΝΟΠΟΙΙΑ ΝΕΜΕΑΣ Α.Ε.;205 00;ΝΕΜΕΑ;ΕΛΛΑΔΑ;25/06/2015;0030 27460\r\n"
    "2;ΧΑΛΛΟΥΜΙ ΠΑΦΟΥ ΛΤΔ;8010;ΠΑΦΟΣ;ΚΥΠΡΟΣ;07/08/2018;00357\r\n"
)
_SWISS = (
    "Mitgliederliste Verein Alpkäse\n\nKäserei Alpblick AG, 6430 Schwyz SZ\n"
    "Sennerei Grat GmbH, 7050 Arosa GR\nMolkerei Rhein Anstalt, FL-9490 Vaduz\n\n3 Mitglieder\n"
)
_WEB_PAGE = (
    "Nuestros asociados\n\nAceites Sierra Alta S.L.\nC/ Mayor 5, 23001 Jaén\nTel. 953 11 22 33\n\n"
    "Cooperativa La Vega\nAvda. del Puerto 12\n04001 Almería\nwww.lavega.example\n"
)
_ZOHO = (
    "Account Owner,Account Name,Account Type,Industry,Billing City,Active\n"
    "Ann,Copper Beech Ltd,Member,Wood,Bath,Yes\nAnn,Larch Ltd,Member,Wood,Frome,No\n"
    "Ann,Former member: Oak Ltd,Member,Wood,Wells,\n"
)
_UNTIL = (
    "Nr\tFöretag / organisation\tPostnr/ort\tMedlem fr.o.m.\tMedlem t.o.m.\n"
    "1\tNorrlands Trä AB\t903 25 Umeå\t2014-01-01\t\n2\tSågen i Piteå AB\t941 31 Piteå\t2015\t2021-12-31\n"
)
_NOBODY = (
    "Name;Organisation/Institution;Ort\nMeier, Hans;Gewürzwerk Hansa GmbH;Hamburg\n"
    "Klein, Uwe;;Kiel\nGroß, Ina;selbstständig;Kiel\n"
)


def exported_lists() -> list[ExportedList]:
    """The lists that are texts."""
    return [
        ExportedList(
            "CiviCRM: terms that end later, expired and ended ones, persons among organizations",
            *("civicrm.csv", _CIVICRM.encode()),
            (("Mühle Sander GmbH", "29221", "Celle", "DE", "2019-02-01"),),
            ("Erika", "Altbau Keks", "Rübenwerk"),
        ),
        ExportedList(
            "HubSpot: dates and stages of sales are no branches and no stages",
            *("hubspot.csv", _HUBSPOT.encode()),
            (
                ("Nordic Oat AB", None, "Gothenburg", "SE", None),
                ("Aalborg Robotics ApS", None, "Aalborg", "DK", None),
            ),
        ),
        ExportedList(
            "SAP: a name in two columns, words cut short, numbers of customers like postcodes",
            *("debitoren.txt", _SAP.encode("utf-16")),
            (
                (
                    "Universität Musterstadt Institut für Lebensmittelchemie",
                    *("28359", "Bremen", "DE", None),
                ),
                ("Konditorei Ahrens OHG", "38100", "Braunschweig", "DE", None),
                ("Wiener Waffel GmbH", "1010", "Wien", "AT", None),
            ),
        ),
        ExportedList(
            "numbers of customers in no order are no postcodes",
            *("kunden.csv", _NUMBERED.encode()),
            (
                ("Stollen Elbe GmbH", None, "Dresden", None, None),
                ("Reben Main KG", None, "Würzburg", None, None),
                ("Kristall Erz AG", None, "Chemnitz", None, None),
            ),
        ),
        ExportedList(
            "Czech text: as many lines of title and notes as members",
            *("seznam.txt", _CZECH_NOTES.encode("cp1250")),
            (
                ("Pivovar Jelen a.s.", "586 01", "Jihlava", None, "2015-03-01"),
                ("Pekařství U Kašny s.r.o.", "588 56", "Telč", None, "2019-10-12"),
                ("Vysoká škola chemie", "160 00", "Praha", None, "2020"),
            ),
            ("pozastaveno", "Poznámka", "Vypracovala"),
        ),
        ExportedList(
            "Czech register: beginning and end of a membership",
            *("rejstrik.csv", _CZECH_REGISTER.encode("cp1250")),
            (
                ("Sladovna Haná a.s.", "77900", "Olomouc", None, "2010-02-01"),
                ("Mendelova zkušební univerzita", "61300", "Brno", None, "2016"),
            ),
            ("Škrobárna",),
        ),
        ExportedList(
            "French dates of joining and leaving, one of them to come",
            *("adherents.csv", _FRENCH_DATES.encode("iso8859_15")),
            (
                ("Cidrerie du Bocage SARL", None, "Vire", None, "2014-03-02"),
                ("Haras & Foin EURL", None, "Falaise", None, "2020-02-13"),
            ),
            ("Moulin",),
        ),
        ExportedList(
            "German states of membership; a former name is no former member",
            *("status.csv", _STATUS.encode()),
            (
                ("Tabakhaus Rauch GmbH", None, "Lahr", None, None),
                ("Pfeifenmacher Holz e.K.", None, "Lohr", None, None),
                ("Papierwerk Blatt AG", None, "Kehl", None, None),
                ("Docht AG (former Kerze AG)", None, "Calw", None, None),
            ),
            ("Zigarrenfabrik", "Streichholz", "Garn"),
        ),
        ExportedList(
            "Spanish words cut short, bars",
            *("relacion.txt", _SPANISH_SHORT.encode("cp1252")),
            (
                ("Univ. Polit. de Prueba", "46022", "Valencia", None, "2012-10-01"),
                ("Coop. Arroz Albufera S. Coop. V.", "46410", "Sueca", None, "2019-11-20"),
            ),
        ),
        ExportedList(
            "Polish: a column of names and addresses, who was struck off",
            *("baza.txt", _POLISH_ADDRESS.encode("utf-16")),
            (
                ("Cukrownia Żnin Sp. z o.o.", "88-400", "Żnin", None, "2013-04-12"),
                ("Instytut Ogrodnictwa Próba", "96-100", "Skierniewice", None, "2019-06-30"),
            ),
            ("Olejarnia",),
        ),
        ExportedList(
            "Polish states of membership",
            *("status.csv", _POLISH_STATUS.encode()),
            (("Grzybek Bory Sp. z o.o.", None, "Tuchola", None, "2022-01-03"),),
            ("Ryba", "Żubrówka"),
        ),
        ExportedList(
            "Greek capitals and words cut short",
            *("MELI.csv", _GREEK_CAPITALS.encode("cp1253")),
            (
                ("ΟΙΝΟΠΟΙΙΑ ΝΕΜΕΑΣ Α.Ε.", "205 00", "ΝΕΜΕΑ", "GR", "2015-06-25"),
                ("ΧΑΛΛΟΥΜΙ ΠΑΦΟΥ ΛΤΔ", "8010", "ΠΑΦΟΣ", "CY", "2018-08-07"),
            ),
        ),
        ExportedList(
            "Swiss lines of name, postcode, place and canton; the count below is no row of names",
            *("verein.txt", _SWISS.encode("cp1252")),
            (
                ("Käserei Alpblick AG", "6430", "Schwyz", None, None),
                ("Sennerei Grat GmbH", "7050", "Arosa", None, None),
                ("Molkerei Rhein Anstalt", "9490", "Vaduz", "LI", None),
            ),
            ("Mitgliederliste", "3 Mitglieder"),
        ),
        ExportedList(
            "a page of the web: lines of an address below each name",
            *("web.txt", _WEB_PAGE.encode()),
            (
                ("Aceites Sierra Alta S.L.", "23001", "Jaén", None, None),
                ("Cooperativa La Vega", "04001", "Almería", None, None),
            ),
        ),
        ExportedList(
            "Zoho: owners are no names, who is active no more",
            *("zoho.csv", _ZOHO.encode()),
            (("Copper Beech Ltd", None, "Bath", None, None),),
            ("Larch", "Oak"),
        ),
        ExportedList(
            "Swedish: from and until",
            *("medlem.txt", _UNTIL.encode("utf-16")),
            (("Norrlands Trä AB", "903 25", "Umeå", None, "2014-01-01"),),
            ("Sågen",),
        ),
        ExportedList(
            "persons without an organization",
            *("teilnehmer.csv", _NOBODY.encode("cp1252")),
            (("Gewürzwerk Hansa GmbH", None, "Hamburg", None, None),),
            ("Klein", "selbstständig"),
        ),
    ]
