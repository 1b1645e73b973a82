"""What waits in the instance folder for a person to decide: uploaded files and lists, each under a token."""

import json
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from graphsvc.errors import InvalidData, UnknownId
from graphsvc.files import private_folder, remove_folder, write_file
from graphsvc.messages import from_json, msg, to_json

KEPT_SECONDS = 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{32}")
_UNFIT = re.compile(r"[^\w.+-]+")
_ABOUT = "about.json"
FILES = "upload"
FOLDERS = ("uploads", "members", "undo")
"""Folders of the instance folder in which something waits."""


class Uploads:
    """Folders named by tokens; what nobody decided on within a day is thrown away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, files: Sequence[tuple[str, bytes]], about: Mapping[str, Any]) -> str:
        """Keep files (name and content) with what is known about them; returns the token.

        Raises `InvalidData` for a name that no file can have and for two files of one name.
        """
        kept: dict[str, tuple[str, bytes]] = {}
        for given, data in files:
            name = _file_name(given)
            if name.casefold() in kept:
                raise InvalidData(
                    msg("two files are called %(name)s; send each once, under a name of its own", name=name)
                )
            kept[name.casefold()] = (name, data)
        self.tidy()
        token = secrets.token_hex(16)
        place = private_folder(self._folder / token / FILES)
        try:
            for name, data in kept.values():
                write_file(place / name, data)
            self.note(token, about)
        except BaseException:
            self.drop(token)
            raise
        return token

    def files(self, token: str) -> Path:
        """The folder with the files of a token. Raises `UnknownId`."""
        return self._place(token) / FILES

    def _place(self, token: str) -> Path:
        if not self.holds(token):
            raise UnknownId("upload", token)
        return self._folder / token

    def about(self, token: str) -> dict[str, Any]:
        """What is known about the files of a token. Raises `UnknownId`."""
        found: dict[str, Any] = json.loads((self._place(token) / _ABOUT).read_bytes(), object_hook=from_json)
        return found

    def drop_of(self, **about: object) -> None:
        """Throw away all of which exactly this is known: `drop_of(cluster="cluster:x")`."""
        for token in self.tokens_of(**about):
            with suppress(UnknownId, FileNotFoundError):  # another process was faster
                self.drop(token)

    def tokens_of(self, **about: object) -> list[str]:
        """The tokens of all that waits of which exactly this is known."""
        self.tidy()
        found = []
        for place in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            with suppress(UnknownId, FileNotFoundError):  # another process was faster
                if about.items() <= self.about(place.name).items():
                    found.append(place.name)
        return found

    def note(self, token: str, about: Mapping[str, Any]) -> None:
        """Replace what is known about the files of a token."""
        write_file(
            self._place(token) / _ABOUT, json.dumps(about, default=to_json, ensure_ascii=False).encode()
        )

    def drop(self, token: str) -> None:
        """Throw the files of a token away, all at once. Raises `UnknownId`."""
        remove_folder(self._place(token))

    def holds(self, token: str) -> bool:
        """Whether the files of a token still wait."""
        return bool(_TOKEN.fullmatch(token)) and (self._folder / token).is_dir()

    def tidy(self) -> None:
        """Throw away what nobody decided on within a day."""
        if self._folder.is_dir():
            for place in sorted(self._folder.iterdir()):
                with suppress(FileNotFoundError):  # another process was faster
                    if time.time() - place.stat().st_mtime > KEPT_SECONDS:
                        remove_folder(place)


def _file_name(name: str) -> str:
    """The last part of an uploaded file's name without anything a file system could misread."""
    kept = _UNFIT.sub("-", PurePosixPath(name.replace("\\", "/")).name).lstrip(".-")
    if not kept:
        raise InvalidData(msg("a file cannot be called %(name)s", name=repr(name[:100])))
    return kept[-120:]
