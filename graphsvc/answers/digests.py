"""What a digest tells a person: what waits for them, and who is newly suggested to those they speak for."""

from graphsvc.answers.matching import Matching
from graphsvc.collaboration.digests import DigestReader, DigestText
from graphsvc.collaboration.mail import phrase
from graphsvc.errors import UnknownId
from graphsvc.state.refs import Ref

WATCHED, NAMED = 10, 3
"""Of so many suggestions at the top those are new that were not there before, and so many are named."""


def digest_text(matching: Matching, address: str, reader: DigestReader) -> DigestText | None:
    """The digest of a reader on the service at `address`; None where there is nothing to tell.

    It names organizations and clusters that everybody reads, and of people only how many requests wait.
    """
    found = {scope: _suggested(matching, scope) for scope in reader.scopes}
    shown = {(scope, one.id) for scope, (_, top) in found.items() for one in top}
    parts = [phrase("digest", "waiting", reader.language, n=reader.waiting)] if reader.waiting else []
    for scope, (name, top) in found.items():
        new = [one for one in top if (scope, one.id) not in reader.shown][:NAMED]
        if new:
            title = phrase("digest", "suggested", reader.language, name=name)
            lines = (f"- {one.name}\n  {address}/{one.kind}s/{one.id}" for one in new)
            parts.append("\n".join([title, *lines, f"{address}/partners/{scope}"]))
    if not parts:
        return None
    filled = {
        "news": "".join(f"{part}\n\n" for part in parts).rstrip("\n") + "\n",
        "address": f"{address}/introductions",
        "stop": f"{address}/account/digest/{reader.stop}",
    }
    return DigestText(filled, shown | set(reader.shown))


def _suggested(matching: Matching, scope: str) -> tuple[str, list[Ref]]:
    """The name of an organization or cluster, and who stands at the top of its suggestions."""
    try:
        found = matching.partners(scope, top=WATCHED)
    except UnknownId:  # it is not in the data any more
        return "", []
    return str(found.query.name), [one.ref for one in found.matches]
