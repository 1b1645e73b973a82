"""What whoever runs a cluster programme asks: labels and how long they hold, criteria and who meets them."""

from graphsvc.programme.awards import Award, awards
from graphsvc.programme.members import MembersStated, members_stated
from graphsvc.programme.validity import LabelState, ends_between, state_on

__all__ = ["Award", "LabelState", "MembersStated", "awards", "ends_between", "members_stated", "state_on"]
