"""Name and mail address of a person, as somebody types them in."""

import re

from graphsvc.errors import InvalidData
from graphsvc.messages import msg

MOST_MAIL, MOST_NAME = 254, 200
_MAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+")


def checked_mail(mail: str) -> str:
    """A mail address in small letters. Raises `InvalidData` for what is none."""
    mail = mail.strip().lower()
    if len(mail) > MOST_MAIL or not _MAIL.fullmatch(mail):
        raise InvalidData(msg("“%(mail)s” is no mail address", mail=mail[:100]))
    return mail


def checked_name(name: str) -> str:
    """The name of a person on one line. Raises `InvalidData` for an empty one."""
    name = " ".join(name.split())[:MOST_NAME]
    if not name or not name.isprintable():
        raise InvalidData(msg("Please give your name; the other side reads it once both have agreed."))
    return name
