"""The services for several people on one instance: accounts, rights, introductions, claims and disputes."""

from functools import cached_property
from typing import TYPE_CHECKING

from graphsvc.settings import Settings
from graphsvc.state.graph import CurrentGraph

if TYPE_CHECKING:
    from graphsvc.answers.collaboration import CollaborationAnswers
    from graphsvc.answers.collaboration.claims import ClaimAnswers
    from graphsvc.answers.collaboration.disputes import DisputeAnswers
    from graphsvc.answers.reader_lists import ReaderLists
    from graphsvc.collaboration.accounts import Accounts
    from graphsvc.collaboration.database import PeopleDatabase
    from graphsvc.collaboration.mail import Post
    from graphsvc.collaboration.privacy import PersonalData


class PeopleServices:
    """The part of `Services` that needs the file of people, each family made when it is first asked for."""

    settings: Settings
    graph: CurrentGraph

    @cached_property
    def people_database(self) -> "PeopleDatabase":
        """Who uses the service together."""
        from graphsvc.collaboration.database import PeopleDatabase

        return PeopleDatabase(self.settings.home)

    @cached_property
    def accounts(self) -> "Accounts":
        """Accounts, roles and sessions."""
        from graphsvc.collaboration.accounts import Accounts

        return Accounts(self.people_database)

    @cached_property
    def post(self) -> "Post":
        """What sends mail."""
        from graphsvc.collaboration.mail import Post

        return Post(self.settings)

    @cached_property
    def personal_data(self) -> "PersonalData":
        """What is kept of people, a copy of it, and how it goes."""
        from graphsvc.collaboration.privacy import PersonalData

        return PersonalData(self.people_database, self.post.folder)

    @cached_property
    def collaboration(self) -> "CollaborationAnswers":
        """Introductions and what comes of them."""
        from graphsvc.answers.collaboration import CollaborationAnswers

        return CollaborationAnswers(self.graph, self.people_database, self.post)

    @cached_property
    def claims(self) -> "ClaimAnswers":
        """Who may say "this is us" of an organization."""
        from graphsvc.answers.collaboration.claims import ClaimAnswers
        from graphsvc.collaboration.claims import Claims

        found = self.collaboration.introductions
        return ClaimAnswers(self.graph, Claims(self.people_database), self.accounts, found)

    @cached_property
    def disputes(self) -> "DisputeAnswers":
        """Facts that somebody holds to be wrong."""
        from graphsvc.answers.collaboration.disputes import DisputeAnswers
        from graphsvc.collaboration.disputes import Disputes

        return DisputeAnswers(self.graph, Disputes(self.people_database))

    @cached_property
    def reader_lists(self) -> "ReaderLists":
        """Which member lists readers may see."""
        from graphsvc.answers.reader_lists import ReaderLists
        from graphsvc.collaboration.shared_lists import SharedLists

        return ReaderLists(self.graph, SharedLists(self.people_database))
