"""Words that maps, charts and exports show, in both languages."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from graphsvc.plain_yaml import read_yaml

LANGUAGES = ("de", "en")


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Return all texts by key and language."""
    text = resources.files("graphsvc.drawing").joinpath("messages.yml").read_text(encoding="utf-8")
    return {str(key): dict(texts) for key, texts in read_yaml(text).items()}


def told(key: str, language: str, **values: object) -> str:
    """Return the text of `key` with `{name}` places filled; numbers are grouped as the language does.

    Raises:
        KeyError: there is no such key or language.
    """
    return messages()[key][language].format(
        **{
            name: number(value, language) if isinstance(value, int) else value
            for name, value in values.items()
        }
    )


def both(key: str, **values: object) -> Mapping[str, str]:
    """Return the text of `key` in every language."""
    return {language: told(key, language, **values) for language in LANGUAGES}


def texts_for(prefixes: tuple[str, ...], language: str) -> dict[str, str]:
    """Return all texts whose key begins with one of `prefixes`, for a script to show."""
    return {key: texts[language] for key, texts in messages().items() if key.startswith(prefixes)}


def number(value: int, language: str) -> str:
    """Return a whole number with the grouping of the language."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "de" else grouped


def in_language(texts: str | Mapping[str, str], language: str) -> str:
    """Return the text of `language`, else the English one, else any; a plain name as it is."""
    if isinstance(texts, str):
        return texts
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
