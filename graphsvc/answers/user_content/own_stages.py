"""Tick boxes: which stages an organization or cluster holds in the words of the local person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graphsvc.domain import Activity, Basis, Claim, DatasetInfo, Evidence, Organization, OrganizationKind
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.chain_info import StageInfo, chain
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import OWN_WORDS, Undo, claims_of_dataset
from graphsvc.state.refs import FactReference, Ref, ref
from graphsvc.state.stage_holders import held_by

_SAID = frozenset({Basis.CONFIRMED, Basis.REFUSED})
_FIRM = frozenset({Basis.STATED.value, Basis.CONFIRMED.value})


@dataclass(frozen=True, slots=True)
class StageChoice:
    """A stage to tick; `fact` is on what it is held now, nothing where it is not held by itself."""

    stage: StageInfo
    fact: FactReference | None

    @property
    def proposed(self) -> bool:
        """Whether it is only inferred."""
        return self.fact is not None and self.fact.basis == Basis.INFERRED.value


@dataclass(frozen=True, slots=True)
class StageChoices:
    """The stages of a chain for one performer: those it holds first, the firmest and likeliest first.

    `kind` is that of an organization, empty for a cluster.
    """

    ref: Ref
    kind: str
    choices: tuple[StageChoice, ...]

    @property
    def held(self) -> tuple[StageChoice, ...]:
        """The stages that are held now."""
        return tuple(one for one in self.choices if one.fact is not None)

    @property
    def state(self) -> str:
        """`assigned` where a source or person names a stage, `proposed` where one is inferred, or `open`."""
        if any(one.fact is not None and one.fact.basis in _FIRM for one in self.choices):
            return "assigned"
        return "proposed" if self.held else "open"


class OwnStages:
    """Reads and writes what the person says about stages and kinds, in the dataset `info`.

    Of a member list that is what was said about its members, not what the list itself says of them.
    """

    def __init__(self, graph: CurrentGraph, info: DatasetInfo = OWN_WORDS) -> None:
        self._graph, self._info = graph, info
        self._undo = Undo(graph.instance)

    def choices(self, chain_id: str, identifier: str) -> StageChoices:
        """The stages of a chain to tick for an organization or cluster. Raises `UnknownId`."""
        snapshot, info = self._graph.snapshot(), chain(chain_id)
        found = held_by(self._graph, snapshot.node(identifier), (info,))
        held = {one.stage.id: one.fact for one in found}
        for stage in info.stages:
            parts = [held[part] for part in stage.children if part in held]
            if stage.id in held and held[stage.id] in parts:  # held through a part alone: no choice was made
                del held[stage.id]
        choices = (StageChoice(stage, held.get(stage.id)) for stage in info.stages)
        node, kind = snapshot.node(identifier), ""
        if node < len(snapshot.organizations.ids):
            kind = ORGANIZATION_KINDS[int(snapshot.organizations.kind[node])]
        return StageChoices(ref(snapshot, identifier), kind, tuple(sorted(choices, key=_firmest_first)))

    def save(
        self,
        chain_id: str,
        ticked: Mapping[str, Collection[str]],
        kinds: Mapping[str, OrganizationKind],
        evidence: Evidence,
        subject: str,
    ) -> str | None:
        """Keep ticked stages (ids by performer) as confirmed and held ones without a tick as refused.

        `kinds` corrects kinds of organizations; `evidence` says who confirms and when. Returns the token by
        which it is taken back, nothing when nothing changed. Raises `UnknownId`, and `InvalidData` for stages
        that the chain lacks.
        """
        index = index_of(self._graph, chain_id)
        known = {stage.id for stage in index.chain.stages}
        strange = sorted({stage for stages in ticked.values() for stage in stages} - known)
        if strange:
            raise InvalidData(msg("the chain has no stage %(stage)s", stage=repr(strange[0][:100])))
        wanted: list[Claim] = []
        for performer, stages in ticked.items():
            wanted += self._of_performer(chain_id, performer, frozenset(stages), evidence)
        for identifier, kind in kinds.items():
            wanted.append(Organization(id=identifier, organization_kind=kind, evidence=evidence))
        return self._keep(wanted, {*ticked, *kinds}, subject)

    def answer(self, performer: str, stage: str, evidence: Evidence, *, holds: bool) -> str | None:
        """Keep whether a performer holds a stage (`chain/stage`); see `save`. Raises `UnknownId`."""
        known = chain(stage.partition("/")[0]).stages
        if stage not in {one.ref.id for one in known}:
            raise UnknownId("stage", stage)
        says = evidence if holds else evidence.model_copy(update={"basis": Basis.REFUSED})
        return self._keep([Activity(performer=performer, stage=stage, evidence=says)], {performer}, performer)

    def _keep(self, wanted: Iterable[Claim], about: Collection[str], subject: str) -> str | None:
        """Write what is new of `wanted`, in place of what was said before."""
        snapshot = self._graph.snapshot()
        joined = [one for identifier in about for one in snapshot.ids_of(identifier)]
        said = {
            _key(one, snapshot.merged): one
            for one in claims_of_dataset(self._graph, self._info.id, joined)
            if one.evidence.basis in _SAID
        }
        keyed = {_key(one, snapshot.merged): one for one in wanted}
        after = {key: one for key, one in keyed.items() if not _says_same(said.get(key), one)}
        if not after:
            return None
        before = [said[key] for key in after if key in said]
        self._graph.store.delete(before)
        self._graph.store.write(self._info, after.values())
        self._graph.refresh()
        return self._undo.remember(subject, [self._info], before, after.values())

    def _of_performer(
        self, chain_id: str, performer: str, ticked: frozenset[str], evidence: Evidence
    ) -> Iterable[Activity]:
        refused = evidence.model_copy(update={"basis": Basis.REFUSED})
        choices = self.choices(chain_id, performer)
        for one in choices.choices:
            stage = one.stage.ref.id
            if one.stage.id in ticked:
                if one.fact is None or one.fact.basis != Basis.CONFIRMED.value:
                    yield Activity(performer=choices.ref.id, stage=stage, evidence=evidence)
            elif one.fact is not None:
                yield Activity(performer=choices.ref.id, stage=stage, evidence=refused)


def known_kinds(kinds: Mapping[str, str]) -> dict[str, OrganizationKind]:
    """Kinds of organizations by their ids. Raises `InvalidData` for one that is not known."""
    try:
        return {one: OrganizationKind(kind) for one, kind in kinds.items()}
    except ValueError as error:
        raise InvalidData(msg("unknown kind of organization")) from error


def _firmest_first(one: StageChoice) -> tuple[bool, bool, float]:
    confidence = one.fact.confidence if one.fact else None
    return one.fact is None, one.proposed, -(confidence or 0.0)


def _key(claim: Claim, merged: Mapping[str, str]) -> tuple[str, ...]:
    """What a claim says something about, under the id that it has now."""
    about, *others = (str(getattr(claim, field)) for field in claim.key_fields)
    return claim.kind, merged.get(about, about), *others


def _says_same(old: Claim | None, new: Claim) -> bool:
    return old is not None and old.evidence.basis == new.evidence.basis and old.fields() == new.fields()
