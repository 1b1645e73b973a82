"""The kind of organization that a name tells: words of schools, institutes and public bodies; legal form."""

import re
from collections import defaultdict
from functools import lru_cache
from importlib import resources

from graphsvc.domain import OrganizationKind
from graphsvc.ingest.names import name_key
from graphsvc.taxonomy.keyword_index import WordIndex
from graphsvc.text_folding import plain

_ASIDE = re.compile(r"[,;(/]|\s[-–—]\s")
_BY_NAME_ALONE = (OrganizationKind.EDUCATION, OrganizationKind.PUBLIC)


@lru_cache(maxsize=4096)
def kind_of_name(name: str) -> OrganizationKind | None:
    """The kind that a name tells, nothing where it tells none.

    Schools and public bodies are known by their words whatever their legal form; an institute or association
    with the legal form of a company is a company.

    >>> kind_of_name("Molkerei Muster eG"), kind_of_name("Institut Muster GmbH"), kind_of_name("Muster")
    (<OrganizationKind.COMPANY: 'company'>, <OrganizationKind.COMPANY: 'company'>, None)
    >>> kind_of_name("Muster AG Niederlassung Nord"), kind_of_name("Muster KG, Bremen")
    (<OrganizationKind.COMPANY: 'company'>, <OrganizationKind.COMPANY: 'company'>)
    """
    named = {hit.value for hit in _words().find(name)}
    for kind in _BY_NAME_ALONE:
        if kind in named:
            return kind
    forms = {form.replace(" ", "") for part in (name, _before_branch(name)) for form in name_key(part).legal}
    if any(form in _company_forms() or _ends_as_company(form) for form in forms):
        return OrganizationKind.COMPANY
    return next((kind for kind in (OrganizationKind.RESEARCH, OrganizationKind.OTHER) if kind in named), None)


def _before_branch(name: str) -> str:
    """A name up to where it says which branch of the company it is, or where that lies."""
    words = _ASIDE.split(name, maxsplit=1)[0].split()
    branch = (at for at, word in enumerate(words) if at and plain(word.strip(".:")) in _lines()["branch"])
    return " ".join(words[: next(branch, len(words))])


def _ends_as_company(form: str) -> bool:
    """Whether a legal form of several words, such as GmbH & Co. KG, is that of a company."""
    return any(part in form for part in ("gmbh", "mbh", "cokg", "kgaa"))


@lru_cache(maxsize=1)
def _words() -> WordIndex[OrganizationKind]:
    return WordIndex({kind: _lines()[kind] for kind in OrganizationKind if kind in _lines()}, remember=False)


@lru_cache(maxsize=1)
def _company_forms() -> frozenset[str]:
    return frozenset(name_key(form).run for form in _lines()["legal"])


@lru_cache(maxsize=1)
def _lines() -> dict[str, list[str]]:
    text = resources.files("graphsvc.ingest").joinpath("data", "organization_kinds.txt").read_text("utf-8")
    found: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        key, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            found[key] += words.split()
    return dict(found)
