"""Catalogues: read from their `.po` files when the app is made; nothing has to be compiled beforehand."""

from functools import cache
from importlib import resources
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

LANGUAGES = ("de", "en")
SOURCE_LANGUAGE = "en"


def catalogue(language: str) -> Catalog:
    """The catalogue of `language` as it stands in the package."""
    path = resources.files("graphsvc.web") / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@cache
def _compiled(language: str) -> Translations:
    """The same in the form that words are looked up in; read once a process."""
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


class Catalogues(Domain):  # type: ignore[misc]
    """Every language's translations, held in memory; the source language needs none."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[str, NullTranslations] = {SOURCE_LANGUAGE: NullTranslations()}
        for language in LANGUAGES:
            if language != SOURCE_LANGUAGE:
                self._held[language] = _compiled(language)

    def get_translations(self) -> NullTranslations:
        """The translations of the language the request asked for."""
        return self._held[get_locale().language]
