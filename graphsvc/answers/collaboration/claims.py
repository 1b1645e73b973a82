"""Who may say "this is us" of an organization: by its own domain, or by the clusters that know it."""

from dataclasses import dataclass

from graphsvc.collaboration.accounts import Accounts, SignedIn
from graphsvc.collaboration.claims import Claim, Claims, check_own, own_domain
from graphsvc.collaboration.contact_fields import checked_mail
from graphsvc.collaboration.introductions import Introductions
from graphsvc.errors import InvalidData
from graphsvc.messages import msg
from graphsvc.snapshot import links
from graphsvc.state.graph import CurrentGraph


@dataclass(frozen=True, slots=True)
class WaysToClaim:
    """How somebody can show to speak for an organization.

    `domain` is the one at which an address proves it, empty where none does; `clusters` are those to which it
    belongs and whose management has an account, by id.
    """

    domain: str
    clusters: tuple[str, ...]


class ClaimAnswers:
    """Claims over the graph."""

    def __init__(
        self, graph: CurrentGraph, waiting: Claims, accounts: Accounts, asked: Introductions
    ) -> None:
        self._graph, self._accounts, self._asked, self.waiting = graph, accounts, asked, waiting

    def ways(self, organization: str) -> WaysToClaim:
        """How an organization can be claimed. Raises `UnknownId` for what is none."""
        snapshot = self._graph.snapshot()
        row = snapshot.organization(organization)
        return WaysToClaim(
            own_domain(snapshot.organizations.website[row], snapshot.organizations.website),
            self._asked.brokers(links.clusters_with(snapshot, [row])),
        )

    def by_mail(self, organization: str, mail: str) -> str:
        """The secret of a link, to be sent to an address at the own domain of an organization.

        Raises `UnknownId`, and `InvalidData` for an address elsewhere.
        """
        found = check_own(mail, self.ways(organization).domain)
        return self._accounts.offer(found, self._id(organization))

    def by_cluster(self, organization: str, mail: str, cluster: str, language: str) -> None:
        """Ask a cluster management to confirm. Raises `UnknownId`, `InvalidData`, `LimitReached`."""
        checked_mail(mail)
        if cluster not in self.ways(organization).clusters:
            raise InvalidData(
                msg("Only the management of a cluster to which the organization belongs can confirm this.")
            )
        self.waiting.ask(mail, self._id(organization), cluster, language)

    def decide(self, person: SignedIn, number: int, *, confirm: bool) -> tuple[Claim, str]:
        """Confirm or refuse; returns the claim, and of a confirmed one the secret of the link to be sent.

        Raises `UnknownId` for who is not asked.
        """
        claim = self.waiting.decide(person, number, confirm=confirm)
        return claim, self._accounts.offer(claim.mail, claim.organization) if confirm else ""

    def _id(self, organization: str) -> str:
        snapshot = self._graph.snapshot()
        return snapshot.node_id(snapshot.node(organization))
