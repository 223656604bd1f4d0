"""Who is speaking, as plain values."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Role(StrEnum):
    """Permission sets of domain.md 2.2; a position says where one applies."""

    FIELD_REP = "field_rep"
    OFFICE_SUPERVISOR = "office_supervisor"
    SPECIALIST = "special_channel_specialist"
    OPS_MANAGER = "ops_manager"
    ORDER_DESK = "order_desk"
    PARTNER_CLERK = "partner_clerk"
    PARTNER_DRIVER = "partner_driver"
    ADMIN = "admin"
    SYSTEM = "system"


OFFICE = frozenset({Role.OFFICE_SUPERVISOR, Role.SPECIALIST, Role.OPS_MANAGER})


@dataclass(frozen=True, slots=True)
class Post:
    """A role held somewhere, from when to when. The end is not part of the time."""

    role: Role
    org_unit_id: str | None
    partner_id: str | None
    from_at: str
    until_at: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the post held now. A person without a post (left the company) has role None.

    ``unit_ids``: the org units an office role or admin may see: the subtree of his unit; for a
    post in an operations department, the subtree of the branch it belongs to.
    """

    id: str
    login: str
    name: str
    role: Role | None
    org_unit_id: str | None = None
    partner_id: str | None = None
    unit_ids: frozenset[str] = field(default_factory=frozenset)
    posts: tuple[Post, ...] = ()
    """Every post he ever held: what he made in one of them is judged by that one (K10)."""

    def at(self, moment: str) -> "Person":
        """The same person in the post he held at that moment, without units; maybe in none."""
        for post in self.posts:
            if post.from_at <= moment and (post.until_at is None or moment < post.until_at):
                return replace(
                    self,
                    role=post.role,
                    org_unit_id=post.org_unit_id,
                    partner_id=post.partner_id,
                    unit_ids=frozenset(),
                )
        return replace(self, role=None, org_unit_id=None, partner_id=None, unit_ids=frozenset())


@dataclass(frozen=True, slots=True)
class Device:
    """One replica of one person, and whether this token may read or only push."""

    replica_id: str
    person: Person
    may_read: bool


SYSTEM = Person(id="system", login="system", name="system", role=Role.SYSTEM)
