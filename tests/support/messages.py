"""Every text a person reads, as the sources have it, and the catalogue brought up to date with them.

`python -m tests.support.messages` adds new texts to the German catalogue (empty, to be written), drops those
that are gone and keeps the rest.
"""

import ast
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[2] / "graphsvc"
GERMAN = PACKAGE / "web" / "translations" / "de" / "LC_MESSAGES" / "messages.po"
METHODS = [("web/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"web/templates/**.html": {"trimmed": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msg": None, "say_n": (1, 2)}
HEADER = b"""\
msgid ""
msgstr ""
"Language: de\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
LITERAL = {"_": 1, "msg": 1, "say_n": 2, "Message": 1}
PLACE = re.compile(r"%\((\w+)\)s")


def extracted() -> Catalog:
    """All texts of the package, with the files they stand in."""
    catalog = Catalog(locale="de")
    found = extract_from_dir(PACKAGE, METHODS, options_map=OPTIONS, keywords=KEYWORDS)
    for file, _line, text, _comments, _context in found:
        catalog.add(text, locations=[(file, 0)])
    return catalog


def written() -> Catalog:
    """The German catalogue as it stands."""
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def texts(message: Message) -> tuple[str, ...]:
    """The English wordings of a message: one, or one and many."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def wordings(message: Message) -> tuple[str, ...]:
    """The German wordings of a message, empty ones left out."""
    given = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(wording for wording in given if wording)


def places(text: str) -> set[str]:
    """The names of the values a text has places for."""
    return set(PLACE.findall(text))


def hidden() -> list[str]:
    """Sentences whose wording is no literal, so that it cannot be extracted: `file:line`."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LITERAL:
                wording = node.args[: LITERAL[node.func.id]]
                literal = all(isinstance(text, ast.Constant) for text in wording)
                if not literal and path != PACKAGE / "messages.py":
                    found.append(f"{path.relative_to(PACKAGE.parent)}:{node.lineno}")
    return found


def update() -> list[str]:
    """Bring the German catalogue up to date; returns the texts that are still to be written."""
    known = {texts(message): message for message in written() if message.id}
    fresh = Catalog(locale="de", fuzzy=False)
    for message in extracted():
        if message.id:
            before = known.get(texts(message))
            fresh.add(message.id, before.string if before else None)
    with GERMAN.open("wb") as file:
        file.write(HEADER)
        write_po(file, fresh, sort_output=True, omit_header=True, no_location=True, width=110)
    return [texts(message)[0] for message in fresh if message.id and not wordings(message)]


if __name__ == "__main__":
    for text in update():
        print(text)
