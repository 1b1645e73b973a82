"""The operator's own texts: imprint, privacy notice, accessibility statement, from files."""

from pathlib import Path

NAMES = ("imprint", "privacy", "accessibility")
LANGUAGES = ("de", "en")


class OperatorTexts:
    """Texts in a folder, as `<name>_<language>.md` or `<name>.md`; paragraphs are divided by empty lines."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def read(self, name: str, language: str) -> tuple[str, ...]:
        """The paragraphs of a text, none when the operator has not written it."""
        if self._folder is None or name not in NAMES:
            return ()
        for file in (f"{name}_{language}.md", f"{name}.md"):
            path = self._folder / file
            if path.is_file():
                paragraphs = path.read_text(encoding="utf-8").split("\n\n")
                return tuple(part.strip() for part in paragraphs if part.strip())
        return ()

    def missing(self) -> tuple[str, ...]:
        """Names of the texts that are empty in some language."""
        return tuple(name for name in NAMES if not all(self.read(name, language) for language in LANGUAGES))
