"""How coverage is told in one word: the state of a stage, and what a fact rests on."""

from flask_babel import gettext as _

_LIKELY = 0.75
"""Confidence from which an inferred fact is called likely."""


def state_word(state: str) -> str:
    """`covered`, `thin` or `missing`."""
    return str({"covered": _("covered"), "thin": _("thin")}.get(state) or _("missing"))


def basis_word(basis: str, confidence: float | None = None) -> str:
    """Whether a fact is stated, confirmed, refused or derived; else how likely it was inferred."""
    words = {
        "stated": _("stated"),
        "confirmed": _("confirmed"),
        "refused": _("refused"),
        "derived": _("derived"),
    }
    likely = confidence is not None and confidence >= _LIKELY
    return str(words.get(basis) or (_("inferred: likely") if likely else _("inferred: possible")))
