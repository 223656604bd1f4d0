"""What may be said about people and posts, whoever says it. Pure."""

from backend.identity import Role
from backend.refused import Refused

LEVELS = ("hq", "branch", "ops_dept", "rep_office")
UNDER = {
    "hq": (None,),
    "branch": ("hq",),
    "ops_dept": ("branch", "hq"),
    "rep_office": ("branch",),
}
"""Which level may stand above which."""

PLACES: dict[Role, tuple[str, ...]] = {
    Role.FIELD_REP: ("rep_office",),
    Role.OFFICE_SUPERVISOR: ("rep_office",),
    Role.SPECIALIST: ("ops_dept", "branch"),
    Role.OPS_MANAGER: ("ops_dept", "branch", "hq"),
    Role.ORDER_DESK: ("ops_dept", "branch"),
    Role.ADMIN: LEVELS,
}
"""Where in the tree a role can be held; partner roles are held at a partner."""

PARTNER_ROLES = frozenset({Role.PARTNER_CLERK, Role.PARTNER_DRIVER})
PASSWORD_MIN = 8
PASSWORD_MAX = 256
MAJOR_CLASSES = ("C1", "C2")
"""A specialist answers for these customers, in every office of the branch (domain.md 2.1)."""


def unit_under(level: str, parent_level: str | None) -> None:
    if parent_level not in UNDER[level]:
        raise Refused("value/out-of-range", f"{level} under {parent_level}", field="parent_id")


def post_at(role: Role, unit_level: str | None, partner_id: str | None) -> None:
    """Exactly one of unit and partner, and a place where this role exists."""
    if (unit_level is None) == (partner_id is None):
        raise Refused("value/out-of-range", "one of unit and partner", field="org_unit_id")
    if role in PARTNER_ROLES:
        if partner_id is None:
            raise Refused("value/out-of-range", f"{role} needs a partner", field="partner_id")
    elif unit_level not in PLACES[role]:
        raise Refused("value/out-of-range", f"{role} at {unit_level}", field="org_unit_id")


def overlap(a_from: str, a_until: str | None, b_from: str, b_until: str | None) -> bool:
    """Ends are not part of the time. None is the end of time."""
    return (b_until is None or a_from < b_until) and (a_until is None or b_from < a_until)


def password_ok(password: str) -> None:
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise Refused("password/weak", f"{len(password)} characters", at_least=PASSWORD_MIN)


def reaches(role: Role | None, unit_ids: frozenset[str], org_unit_id: str, customer: str) -> bool:
    """May an office role read what belongs to this office and class of customer?"""
    if org_unit_id not in unit_ids:
        return False
    if role is Role.SPECIALIST:
        return customer in MAJOR_CLASSES
    return role in (Role.OFFICE_SUPERVISOR, Role.OPS_MANAGER)
