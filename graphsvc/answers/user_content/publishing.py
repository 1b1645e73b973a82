"""Checks before a profile is published: frequent reasons for which industry rejects results and offers."""

from collections.abc import Mapping

from graphsvc.domain import Profile
from graphsvc.messages import Message, msg

LEAST_TITLE = 12
LEAST_ABSTRACT = 150
LEAST_BENEFIT = 40

_LEAST_TRL: Mapping[str, int] = {"company": 4, "pilot": 5, "investor": 6}
_WANTED: Mapping[str, Mapping[str, str]] = {
    "company": {"en": "a company", "de": "ein Unternehmen"},
    "pilot": {"en": "a pilot partner", "de": "ein Pilotpartner"},
    "investor": {"en": "an investor", "de": "eine Investorin oder ein Investor"},
}


def refusals(profile: Profile) -> tuple[Message, ...]:
    """Why a profile should not be published as it is; none when it can be.

    Four reasons, in this order: too early for whom it wants, benefit unclear, route unclear, description
    unclear.
    """
    found = (_too_early(profile), _benefit(profile), *_route(profile), *_description(profile))
    return tuple(reason for reason in found if reason is not None)


def _too_early(profile: Profile) -> Message | None:
    least = _LEAST_TRL.get(profile.wanted or "", 0)
    if profile.type == "request" or not least:
        return None
    if profile.trl is None:
        return msg("The maturity is not said; %(who)s looks at it first.", who=_WANTED[profile.wanted or ""])
    if profile.trl < least:
        return msg(
            "It is too early: with TRL %(trl)s it is rarely taken up; %(who)s usually starts at %(least)s.",
            trl=profile.trl,
            who=_WANTED[profile.wanted or ""],
            least=least,
        )
    return None


def _benefit(profile: Profile) -> Message | None:
    if profile.type == "request" or len(profile.benefit or "") >= LEAST_BENEFIT:
        return None
    return msg("The benefit is unclear: say in a sentence what gets better, and for whom.")


def _route(profile: Profile) -> list[Message]:
    found = []
    if not profile.wanted:
        found.append(msg("The route is unclear: say whom you look for."))
    if not (profile.stage or profile.topic):
        found.append(msg("The route is unclear: name a value-chain stage or a topic."))
    if profile.type != "request" and not profile.rights:
        found.append(msg("The route is unclear: say how the rights stand."))
    return found


def _description(profile: Profile) -> list[Message]:
    found = []
    if len(profile.title or "") < LEAST_TITLE:
        found.append(msg("The description is unclear: the title says too little."))
    if len(profile.abstract or "") < LEAST_ABSTRACT:
        found.append(
            msg(
                "The description is unclear: the abstract has fewer than %(least)s characters.",
                least=LEAST_ABSTRACT,
            )
        )
    return found
