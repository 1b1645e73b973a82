"""What became of suggestions: counted by kind, matching profile and rank; nothing over too few."""

from graphsvc.answers.user_content.outcomes import LEAST, suggestion_outcomes
from graphsvc.state.feedback import Judgement, Verdict


def judged(
    query: str,
    candidate: str,
    verdict: Verdict,
    rank: int | None,
    *,
    reason: str = "",
    profile: str = "partners 1.0",
) -> Judgement:
    return Judgement(
        id=f"feedback:{query}-{candidate}",
        query=query,
        candidate=candidate,
        verdict=verdict,
        reason=reason,
        date="2026-11-28",
        by="local",
        profile=profile if rank else "",
        rank=rank,
        shown=10 if rank else None,
    )


def test_each_suggestion_counts_once_at_its_rank() -> None:
    said = [judged(f"organization:{one}", "organization:x", "pin", 1) for one in "abcdef"]
    said += [
        judged("organization:a", "organization:y", "outcome", 2),
        judged("organization:a", "organization:z", "answered", 7),
        *(judged("organization:b", f"organization:{one}", "not-for-us", 1, reason="too-far") for one in "pq"),
    ]
    found = suggestion_outcomes(said)
    assert (found.judged, found.unplaced, found.least) == (10, 0, LEAST)
    (kind,) = found.kinds
    assert (kind.kind, kind.profile, kind.lists) == ("organization", "partners 1.0", 6)
    first, second, third, rest = kind.ranks
    assert (first.first, first.last, first.shown) == (1, 1, 8)  # six lists, and two that moved up
    assert (first.declined, first.pinned, first.answered, first.outcomes) == (2, 6, 0, 0)
    assert (second.shown, second.outcomes) == (12, 1)
    assert third.shown == 12
    assert (rest.shown, rest.answered) == (30, 1)
    assert kind.all.shown == 62
    assert kind.reasons == ()  # two of them are fewer than LEAST


def test_counts_over_few_are_left_out() -> None:
    found = suggestion_outcomes([judged("cluster:a", "cluster:b", "pin", 1, profile="clusters 2.0")])
    (kind,) = found.kinds
    assert [(one.first, one.shown, one.pinned) for one in kind.ranks] == [
        (1, None, None),
        (2, None, None),
        (4, None, None),
        (6, 5, 0),
    ]
    assert (kind.all.shown, kind.all.pinned) == (10, 1)


def test_reasons_in_free_words_are_counted_and_never_quoted() -> None:
    said = [
        judged("profile:a", f"organization:{one}", "not-for-us", 1, reason="my own secret words")
        for one in range(LEAST)
    ]
    (kind,) = suggestion_outcomes(said).kinds
    assert [(one.reason, one.n) for one in kind.reasons] == [("other", LEAST)]
    assert "secret" not in repr(kind)


def test_kinds_and_matching_profiles_are_kept_apart() -> None:
    said = [
        judged("profile:a", "organization:x", "pin", 1, profile="relevance 1.0"),
        judged("cluster:a", "organization:x", "pin", 1, profile="cluster-organizations 1.0"),
        judged("cluster:a", "cluster:b", "pin", 1, profile="clusters 2.0"),
        judged("organization:a", "organization:x", "pin", 1, profile="partners 1.1"),
        judged("organization:a", "organization:y", "pin", 1),
        judged("organization:a", "organization:z", "not-for-us", None, reason="known"),
    ]
    found = suggestion_outcomes(said)
    assert found.unplaced == 1
    assert [(one.kind, one.profile) for one in found.kinds] == [
        ("organization", "partners 1.0"),
        ("organization", "partners 1.1"),
        ("cluster", "clusters 2.0"),
        ("cluster organization", "cluster-organizations 1.0"),
        ("profile", "relevance 1.0"),
    ]


def test_nothing_was_said() -> None:
    found = suggestion_outcomes([])
    assert (found.judged, found.kinds) == (0, ())
