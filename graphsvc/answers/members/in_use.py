"""The list of a cluster that is in use: its members, what it says, and which of their stages are open."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.answers.members.claims import NEW, ListWriter, name_of
from graphsvc.answers.members.review import ListChange, MemberStages, decided
from graphsvc.arrays import SignedIntegers
from graphsvc.coverage import ChainIndex
from graphsvc.coverage.claim_resolution import INFERRED, STATED
from graphsvc.domain import Claim, DatasetInfo, Organization
from graphsvc.domain.dataset import member_list_of, shown_as
from graphsvc.files import secret
from graphsvc.ingest.member_matching import ResolvedMember
from graphsvc.state.chain_selection import index_of
from graphsvc.state.city_places import city_places
from graphsvc.state.first_chain import first_chain
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import claims_of_dataset, today
from graphsvc.state.refs import Ref, organization_ref, ref
from graphsvc.state.snapshot_tables import tables


@dataclass(frozen=True)
class ListInUse:
    """The dataset `person-members-<cluster key>` of one cluster."""

    graph: CurrentGraph
    cluster: str

    def members(self) -> tuple[Ref, ...]:
        """The members by name; a graph whose readers may not see them knows of none. Raises `UnknownId`."""
        snapshot = self.graph.snapshot()
        row = snapshot.cluster(self.cluster)
        dataset = member_list_of(snapshot.merged.get(self.cluster, self.cluster))
        names = {dataset, shown_as(dataset)}
        codes = [place for place, info in enumerate(snapshot.datasets) if info.id in names]
        links = snapshot.memberships
        mine = (links.cluster == row) & (links.evidence.dataset == (codes[0] if codes else -1))
        found = [organization_ref(snapshot, one) for one in sorted(set(links.organization[mine].tolist()))]
        return tuple(sorted(found, key=lambda one: one.order))

    def claims(self) -> list[Claim]:
        """What the list says, also of those who are retired now."""
        dataset = member_list_of(self.cluster)
        with self.graph.everything.read() as reader:
            links = reader.links(("member_of",), self.graph.snapshot().ids_of(self.cluster))
            ids = {row.source for row in links if row.dataset == dataset}
        return claims_of_dataset(self.graph, dataset, ids)

    def writer(self) -> ListWriter:
        """What makes claims of the rows of a new version; members keep the ids that they have."""
        known = {
            name_of(claim.name): claim.id
            for claim in self.claims()
            if isinstance(claim, Organization) and claim.name
        }
        return ListWriter(
            salt=secret(self.graph.instance / "members.salt"),
            places=city_places(tables(self.graph)),
            dataset=member_list_of(self.cluster),
            cluster=self.cluster,
            chain=first_chain(self.graph, self.cluster),
            known=known,
            today=today(),
        )

    def info(self) -> DatasetInfo:
        """The dataset, named after the cluster."""
        name = str(ref(self.graph.snapshot(), self.cluster).name)
        return DatasetInfo(
            id=member_list_of(self.cluster), title=f"Members of {name}", title_de=f"Mitglieder von {name}"
        )

    def change(self, rows: Sequence[ResolvedMember]) -> ListChange | None:
        """What a new version of the list with these rows changes; nothing where no list is in use."""
        before = self.members()
        if not before:
            return None
        writer, had = self.writer(), {one.id for one in before}
        sure = {writer.id_of(one.entry, decided(one, None) or NEW) for one in rows if one.state != "doubtful"}
        maybe = {
            writer.id_of(one.entry, choice)
            for one in rows
            if one.state == "doubtful"
            for choice in (*(best.id for best in one.candidates), NEW)
        }
        stay = sure | maybe
        gone = tuple(one for one in before if one.id not in stay)
        return ListChange(len(before), len(sure - had), gone)

    def stages(self, chain_id: str) -> MemberStages:
        """How many members hold a stage of a chain, and on what. Raises `UnknownId`."""
        firmest = self._firmest(index_of(self.graph, chain_id), self.members())
        assigned = int((firmest >= STATED).sum())
        return MemberStages(
            len(firmest), assigned, int((firmest == INFERRED).sum()), int((firmest == 0).sum())
        )

    def most_useful_first(self, chain_id: str) -> tuple[Ref, ...]:
        """The members as a person looks them over: those with an inferred stage, the likeliest before others,
        then those without any, then those with a stated one; then by name. Raises `UnknownId`.
        """
        index, members = index_of(self.graph, chain_id), self.members()
        firmest = self._firmest(index, members)
        order = []
        for place, (one, strength) in enumerate(zip(members, firmest.tolist(), strict=True)):
            likeliest = self._likeliest(index, one) if strength == INFERRED else 0.0
            order.append((2 if strength >= STATED else 0 if strength else 1, -likeliest, place))
        return tuple(members[place] for *_, place in sorted(order))

    def _firmest(self, index: ChainIndex, members: tuple[Ref, ...]) -> SignedIntegers:
        """The strength of the firmest basis on which each member holds a stage; 0 without any."""
        rows = [self.graph.snapshot().organization(one.id) for one in members]
        found = index.strength[rows].max(axis=1).toarray().ravel() if rows else np.empty(0)
        return found.astype(np.int64)

    def _likeliest(self, index: ChainIndex, member: Ref) -> float:
        node = self.graph.snapshot().node(member.id)
        sources = index.proof.data[index.proof.indptr[node] : index.proof.indptr[node + 1]]
        return float(index.inferred.confidence[-1 - sources[sources < 0]].max(initial=0.0))
