"""Organizations that are the name of a person: sole traders whose name is personal data.

The rule, documented for users in `docs/persons.md`. A name is a person's name when all of this holds:

1. The organization is a company, of the kind "other" or of no stated kind; research, education and public
   bodies are often named after people and are never marked.
2. It names no legal form of a company with partners or limited liability (GmbH, S.L., Ltd …) and no word
   that names a thing, trade or body (farm, consulting, institut, verein …); it has no digits and no `&`.
3. After titles (Dr., Ing. …) and particles (von, de, van der …) are taken away, two to four words remain.
4. At least one of them is a given name of `data/given_names.txt`.

Where in doubt, personal data is protected: the review list of the report lets a person decide.
"""

import re
from functools import lru_cache
from importlib import resources

from graphsvc.domain import OrganizationKind
from graphsvc.taxonomy.word_lists import listed_words
from graphsvc.text_folding import plain

_OPEN_KINDS = frozenset({None, OrganizationKind.COMPANY, OrganizationKind.OTHER, "company", "other"})
_TITLES = frozenset(
    [
        "dr",
        "prof",
        "professor",
        "ing",
        "dipl",
        "dott",
        "dottssa",
        "mag",
        "msc",
        "bsc",
        "mba",
        "phd",
        "mr",
        "mrs",
        "ms",
        "herr",
        "frau",
        "ir",
        "drs",
        "arch",
    ]
)
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "vom",
        "zu",
        "zur",
        "zum",
        "der",
        "den",
        "ter",
        "ten",
        "de",
        "da",
        "di",
        "del",
        "della",
        "dei",
        "degli",
        "dello",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "lo",
        "el",
        "al",
        "y",
        "e",
        "i",
    ]
)
_OWNERS = frozenset(
    [
        "inh",
        "inhaber",
        "inhaberin",
        "ek",
        "ekfm",
        "ekfr",
        "eu",
        "freelancer",
        "einzelunternehmen",
        "einzelunternehmer",
        "jdg",
        "obrt",
        "sp",
    ]
)
_SPLIT = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SPACED = re.compile(r"\b[^\W\d_](?: [^\W\d_])+\b")
_DOTTED = re.compile(r"\b([^\W\d_])\.\s?(?=[^\W\d_]\b)")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """The given names of `data/given_names.txt`."""
    return _listed("given_names.txt")


@lru_cache(maxsize=1)
def thing_words() -> frozenset[str]:
    """Words that show that a name is no person's: legal forms, trades, things, bodies."""
    return _listed("thing_words.txt")


def is_person(name: str | None, kind: OrganizationKind | str | None = None) -> bool:
    """Whether an organization of that name and kind is named after a person, by the rule above.

    >>> is_person("MUSTERMANN MAX", "company"), is_person("Max Mustermann GmbH", "company")
    (True, False)
    >>> is_person("Martin Luther", "education")
    False
    """
    if not name or kind not in _OPEN_KINDS or any(c.isdigit() or c in "&+@!/" for c in name):
        return False
    tokens = [plain(token) for token in _SPLIT.findall(_SPACED.sub(_joined, _DOTTED.sub(r"\1", name)))]
    tokens = [t for t in tokens if t not in _TITLES and t not in _OWNERS and len(t) > 1]
    if any(_is_thing(token) for token in tokens):
        return False
    core = [token for token in tokens if token not in _PARTICLES]
    if not 2 <= len(core) <= 4:
        return False
    names = given_names()
    return any(_is_given(token, names) for token in core)


def _is_given(token: str, names: frozenset[str]) -> bool:
    return token in names or ("-" in token and all(part in names for part in token.split("-")))


def _is_thing(token: str) -> bool:
    things = thing_words()
    if token in things or token.endswith(_ENDINGS) or token.startswith(_BEGINNINGS):
        return True
    return "-" in token and any(part in things for part in token.split("-"))


def _joined(match: re.Match[str]) -> str:
    """Single letters in a row are one abbreviation: `S A` is `SA`."""
    return match.group().replace(" ", "")


_BEGINNINGS = (
    *(
        "univers",
        "institu",
        "instytut",
        "hochschul",
        "hogskol",
        "hogeschool",
        "communaut",
        "municip",
        "concell",
    ),
    *(
        "conservator",
        "expertisecent",
        "bibliote",
        "landes",
        "bundes",
        "foiskol",
        "kozpont",
        "academ",
        "akadem",
    ),
    *("consor", "konsor", "consult", "engineer", "ingenier", "technolog", "teknolog", "universit", "hizmet"),
    *(
        "kommunik",
        "maschin",
        "biomed",
        "diagnost",
        "farmac",
        "pharmac",
        "elektr",
        "electr",
        "organis",
        "organiz",
    ),
)


_ENDINGS = (
    *(
        "tech",
        "technik",
        "technologie",
        "technology",
        "technologies",
        "systems",
        "system",
        "consulting",
        "consult",
    ),
    *(
        "beratung",
        "verlag",
        "gesellschaft",
        "genossenschaft",
        "werke",
        "bau",
        "institut",
        "verband",
        "verein",
    ),
    *(
        "industrie",
        "industries",
        "labs",
        "farm",
        "farms",
        "foods",
        "food",
        "group",
        "gruppe",
        "energie",
        "energy",
    ),
    *(
        "betrieb",
        "handel",
        "zucht",
        "gut",
        "hof",
        "muhle",
        "muehle",
        "brauerei",
        "forening",
        "stichting",
        "plast",
    ),
    *("museum", "intezet", "kozpont", "kutatointezet", "university", "universitat", "bureau"),
    *(
        "software",
        "solutions",
        "media",
        "design",
        "trans",
        "chem",
        "pharma",
        "bio",
        "agro",
        "tronic",
        "tronics",
    ),
)


def _listed(name: str) -> frozenset[str]:
    return listed_words(resources.files("graphsvc.ingest") / "data" / name)
