"""Umlauts that a source lost from names of organizations in German-speaking countries."""

import re

from graphsvc.text_folding import folded

GERMAN_SPEAKING = frozenset(("AT", "CH", "DE", "LI"))
_WORDS = """
für universität universitätsklinikum universitätsmedizin privatuniversität gemeinnützige förderung
wirtschaftsförderung wirtschaftsförderungsgesellschaft qualitätsförderung österreich österreichische
österreichischer österreichisches oberösterreich niederösterreich tüv haftungsbeschränkt ingenieurbüro münchen
württemberg köln europäische europäischer europäisches nürnberg kärnten düsseldorf pädagogische westfälische
werkstätten mobilität gerätebau eidgenössische ernährung thüringen thüringisches sächsische sächsisches
schwäbisch präzisions osnabrück lübeck qualitätssicherung tübingen systemkälte präventionsforschung bäckerei
pflanzenöltechnologie bevölkerungsschutz
"""
"""Words of which names in these countries that have umlauts show this spelling alone.

Counted over 7,936 names of DE, AT, CH and LI in FP7, Horizon 2020 and the seeds: each stands with its umlaut
in names that have some, never without it there, and without it in names that have none. A surname, or a word
of another language of Switzerland, is left out, and so is Zürich, which is called Zurich in two of them.
"""
_LOST = {folded(word): word for word in _WORDS.split()}
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(("of", "the", "and", "for", "university", "institute"))


def with_german_letters(name: str, country: str | None, city: str | None) -> str:
    """A name without any letter beyond ASCII with the umlauts that its source lost, in its own capitals.

    The words of other names prove them, or the town it sits in; a name of English words stays as it is.

    >>> with_german_letters("INSTITUT FUR TECHNIK DER UNIVERSITAT JULICH", "DE", "Jülich")
    'INSTITUT FÜR TECHNIK DER UNIVERSITÄT JÜLICH'
    >>> [with_german_letters("Universitaet zu Koeln", country, None) for country in ("DE", "ES")]
    ['Universität zu Köln', 'Universitaet zu Koeln']
    >>> with_german_letters("University of Dusseldorf", "DE", "Düsseldorf")
    'University of Dusseldorf'
    """
    if country not in GERMAN_SPEAKING or not name.isascii():
        return name
    words = _WORD.findall(name)
    if _ENGLISH & {word.lower() for word in words}:
        return name
    known = dict(_LOST)
    german = any(folded(word) in _LOST for word in words)
    if city and not city.isascii() and _WORD.fullmatch(city) and (german or city.lower() != "zürich"):
        known[folded(city)] = city.lower()
    return _WORD.sub(lambda found: _cased(known.get(folded(found[0])), found[0]), name)


def _cased(spelled: str | None, word: str) -> str:
    """A spelling in the capitals of the word it stands for."""
    if spelled is None:
        return word
    if word.isupper():
        return spelled.upper()
    return spelled.capitalize() if word[0].isupper() else spelled
