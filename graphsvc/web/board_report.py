"""The paper for the board in words: from answers to a document in the language of the page."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from graphsvc.answers.board_paper import BoardPaper
from graphsvc.report import Block, Cell, Frozen, ReportColumn, ReportDocument, Section, Table
from graphsvc.web.coverage_words import basis_word, state_word
from graphsvc.web.language import day, label, language, listed, share, tell

MOST_COLUMNS = 8
"""Members of a set that have a column each; of larger sets the table says only what all have together."""
MOST_PROOFS = 30
MOST_REASONS = 2
_LONGEST_WORDS = 90


def frozen(paper: BoardPaper) -> Frozen:
    """The paper with what it takes to make it again."""
    return Frozen(
        question=paper.question | {"day": paper.day},
        digest=paper.board.digest,
        taxonomy=paper.board.taxonomy_version,
        version=version("graphsvc"),
        document=document(paper),
    )


def document(paper: BoardPaper) -> ReportDocument:
    """The paper as title, facts, sections and foot."""
    board = paper.board
    names = [tell(column.name) for column in board.columns]
    if len(names) > MOST_COLUMNS:
        more = len(names) - MOST_COLUMNS
        names = [*names[:MOST_COLUMNS], ngettext("one more", "%(num)s more", more)]
    sections = (
        Section(_("In short"), tuple(_short(paper))),
        Section(_("Who covers which stage"), tuple(_coverage(board))),
        Section(_("Gaps and who could close them"), tuple(_gaps(paper))),
        Section(_("What if one leaves?"), tuple(_leaving(paper))),
        Section(_("Possible allies"), tuple(_allies(paper))),
        Section(_("Proof"), tuple(_proofs(paper))),
        Section(_("Sources of the data"), tuple(_sources(paper))),
        Section(_("What is not known"), (tuple(_unknown(paper)),)),
    )
    chain = label(board.chain.label)
    return ReportDocument(
        language=language(),
        title=_("Report: is the value chain %(name)s complete?", name=chain),
        day=paper.day,
        facts=(
            (_("Date"), day(paper.day)),
            (_("Asked about"), listed(names)),
            (_("Value chain"), f"{chain} {board.taxonomy_version}"),
            (_("Reading"), _("only stated") if paper.question["strict"] else _("stated and inferred")),
            (_("Basis"), f"{tell(paper.note.period)} {_('as of')} {day(paper.note.as_of)}."),
            (_("Digest of the data"), board.digest),
        ),
        sections=tuple(section for section in sections if section.blocks),
        foot=f"graphsvc {version('graphsvc')} · {_('Data')} {board.digest[:12]} · {day(paper.day)} · "
        + _("check with: graphsvc report verify FILE"),
    )


def _short(paper: BoardPaper) -> Iterator[Block]:
    yield tuple(tell(one) for one in (*paper.board.sentences, paper.resilience.sentence))
    for claim in paper.claims:
        yield _(
            "Claim of their own, not a result: “%(words)s” (%(citation)s)",
            words=claim.words,
            citation=claim.citation,
        )


def _coverage(board: Any) -> Iterator[Block]:
    shown = board.columns if len(board.columns) <= MOST_COLUMNS else ()
    rows: list[tuple[Cell, ...]] = []
    for row in board.rows:
        stage = label(row.stage.label)
        name = stage if row.stage.required else _("%(stage)s (optional)", stage=stage)
        rows.append((name, *(cell.n for cell in row.cells[: len(shown)]), row.n, state_word(row.state)))
    yield Table(
        (
            ReportColumn(_("Value-chain stage"), 8),
            *(ReportColumn(tell(column.name), 3, number=True) for column in shown),
            ReportColumn(_("together"), 3, number=True),
            ReportColumn(_("State"), 6),
        ),
        tuple(rows),
    )
    yield _(
        "Figures are known suppliers of a stage. Covered: as many as the stage needs; thin: fewer; "
        "missing: none."
    )


def _gaps(paper: BoardPaper) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for gap in paper.closers.gaps:
        stage = label(gap.stage.label)
        if gap.none_known:
            rows.append((stage, state_word(gap.state), "–", tell(gap.none_known)))
        rows += [
            (stage, state_word(gap.state), _placed(one.ref), _joined(one.reasons)) for one in gap.closers
        ]
    if not rows:
        yield _("No stage is missing or thin.")
        return
    yield Table(
        (
            ReportColumn(_("Value-chain stage"), 4),
            ReportColumn(_("State"), 3),
            ReportColumn(_("Who could close it"), 5),
            ReportColumn(_("Why"), 9),
        ),
        tuple(rows),
    )


def _leaving(paper: BoardPaper) -> Iterator[Block]:
    board = paper.board
    lost = {point.ref.id: listed(point.stages) for point in paper.resilience.single_points}
    if board.without:
        head = (
            ReportColumn(_("Who leaves"), 5),
            ReportColumn(_("Required stages covered then"), 4, number=True),
            ReportColumn(_("Stages without a supplier then"), 9),
        )
        yield Table(
            head,
            tuple(
                (
                    tell(one.ref.name),
                    _("%(n)s of %(all)s", n=one.covered_once, all=board.required),
                    lost.get(one.ref.id, _("none")),
                )
                for one in board.without
            ),
        )
    parts = {column.id for column in board.columns}
    inside = [point for point in paper.resilience.single_points if point.ref.id not in parts]
    if inside:
        yield tuple(
            _("Only %(name)s supplies: %(stages)s", name=_placed(point.ref), stages=listed(point.stages))
            for point in inside[:MOST_COLUMNS]
        )
    worst = paper.resilience.worst[1:2]
    for case in worst:
        yield _(
            "If two leave together, %(names)s would cost most: %(share)s of the required stages would "
            "stay covered.",
            names=listed([ref.name for ref in case.members]),
            share=share(case.share_after),
        )


def _allies(paper: BoardPaper) -> Iterator[Block]:
    if paper.allies:
        if paper.depth == 1:
            yield _("Smallest sets with the chosen clusters in which no required stage is missing:")
        else:
            yield _(
                "Smallest sets with the chosen clusters in which each required stage has two suppliers or "
                "more:"
            )
        chosen = set(paper.question["of"])
        yield (tell(paper.allies.sentence), *(_added(one, chosen) for one in paper.allies.sets))
    if paper.partners:
        yield Table(
            (ReportColumn(_("For"), 4), ReportColumn(_("Suggested to meet"), 5), ReportColumn(_("Why"), 10)),
            tuple((tell(one.asking.name), _placed(one.ref), _joined(one.reasons)) for one in paper.partners),
        )


def _added(one: Any, chosen: set[str]) -> str:
    added = [ref.name for ref in one.members if ref.id not in chosen]
    if not added:
        return str(_("The chosen ones are enough."))
    return str(_("The chosen ones and %(names)s", names=listed(added)))


def _proofs(paper: BoardPaper) -> Iterator[Block]:
    found = [(proof, item) for proof in paper.proofs for item in proof.items]
    if not found:
        return
    listed_ones = found[:MOST_PROOFS]
    cited = list(dict.fromkeys(_cited(item.fact) for _proof, item in listed_ones))
    yield Table(
        (
            ReportColumn(_("Value-chain stage"), 5),
            ReportColumn(_("Name"), 5),
            ReportColumn(_("Basis"), 4),
            ReportColumn(_("Words"), 10),
            ReportColumn(_("Source"), 2, number=True),
            ReportColumn(_("Date"), 3),
        ),
        tuple(
            (
                label(proof.stage.label),
                tell(item.ref.name),
                basis_word(item.fact.basis, item.fact.confidence),
                _cut(item.fact.words or ""),
                1 + cited.index(_cited(item.fact)),
                day(item.fact.date),
            )
            for proof, item in listed_ones
        ),
    )
    if len(found) > MOST_PROOFS:
        more = len(found) - MOST_PROOFS
        yield ngettext("One more proof stands on the board.", "%(num)s more proofs stand on the board.", more)
    yield tuple(f"{number}: {source}" for number, source in enumerate(cited, start=1))


def _cited(fact: Any) -> str:
    return fact.citation or tell(fact.dataset) or str(_("inferred from texts in the data"))


def _sources(paper: BoardPaper) -> Iterator[Block]:
    if paper.sources:
        yield tuple(_source(one) for one in paper.sources)


def _source(one: Any) -> str:
    read = _("retrieved %(date)s", date=day(one.retrieved))
    return f"{label(one.title)} ({one.licence}, {read}). {one.attribution}"


def _unknown(paper: BoardPaper) -> Iterator[str]:
    yield tell(paper.board.scope)
    yield _(
        "A figure says what the data knows. That nobody is known for a stage does not prove that nobody "
        "does it."
    )
    stages = [label(row.stage.label) for row in paper.board.rows if not row.n]
    if stages:
        yield _("Nobody of the set is known for: %(stages)s.", stages=listed(stages))
    facts = [item.fact for proof in paper.proofs for item in proof.items]
    inferred = sum(1 for fact in facts if fact.basis == "inferred")
    undated = sum(1 for fact in facts if not fact.date)
    aged = sum(1 for fact in facts if fact.aged)
    yield _(
        "Of %(all)s proofs, %(inferred)s are inferred from texts, %(aged)s are more than three years older "
        "than the data they come from, %(undated)s bear no date.",
        all=len(facts),
        inferred=inferred,
        aged=aged,
        undated=undated,
    )
    if paper.allies and not paper.allies.proven:
        yield _("That there is no smaller alliance was not proven in the time allowed.")


def _placed(ref: Any) -> str:
    return f"{tell(ref.name)} ({ref.place})" if ref.place else tell(ref.name)


def _joined(reasons: Any) -> str:
    return "; ".join(tell(one) for one in reasons[:MOST_REASONS])


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1].rstrip() + "…"
