"""What a person or a key may do: one enum, asked at the edge, and the roles that grant it.

Nothing outside this module asks for a role by name. A role belongs to one side of the wall: what a partner's role
grants is bounded by the partner's rows in any case.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from enum import StrEnum

from causeway.tenants.context import Role as Side
from causeway.tenants.errors import DomainError, NotPermittedError


class Permission(StrEnum):
    """One thing that may be done to one kind of resource."""

    ORDERS_READ = "orders:read"
    # Answering is the seller's act: the partner's for a purchase order, the tenant's for a replenishment order.
    ORDERS_ANSWER = "orders:answer"
    MESSAGES_READ = "messages:read"
    MESSAGES_RAW = "messages:raw"
    MESSAGES_RELEASE = "messages:release"
    # Machine traffic: post documents, collect the mailbox, acknowledge.
    MESSAGES_EXCHANGE = "messages:exchange"
    CODES_MANAGE = "codes:manage"
    PEOPLE_MANAGE = "people:manage"
    PARTNERS_MANAGE = "partners:manage"
    SETTINGS_MANAGE = "settings:manage"
    AUDIT_READ = "audit:read"


class RoleName(StrEnum):
    """The roles a membership may hold."""

    SUPPLIER = "supplier"
    DISTRIBUTOR = "distributor"
    BUYER = "buyer"
    INTEGRATOR = "integrator"
    TENANT_ADMIN = "tenant_admin"


_READING = frozenset({Permission.ORDERS_READ, Permission.MESSAGES_READ})
_EVERYTHING_OF_A_PERSON = frozenset(Permission) - {Permission.MESSAGES_EXCHANGE}

_GRANTS: dict[RoleName, tuple[Side, frozenset[Permission]]] = {
    # Partners may see the raw bytes of their own messages: the wall lets them have nothing else.
    RoleName.SUPPLIER: (Side.PARTNER, _READING | {Permission.ORDERS_ANSWER, Permission.MESSAGES_RAW}),
    RoleName.DISTRIBUTOR: (Side.PARTNER, _READING | {Permission.MESSAGES_RAW}),
    RoleName.BUYER: (Side.STAFF, _READING | {Permission.ORDERS_ANSWER, Permission.CODES_MANAGE}),
    RoleName.INTEGRATOR: (
        Side.STAFF,
        _READING
        | {
            Permission.MESSAGES_RAW,
            Permission.MESSAGES_RELEASE,
            Permission.CODES_MANAGE,
            Permission.PARTNERS_MANAGE,
        },
    ),
    RoleName.TENANT_ADMIN: (Side.STAFF, _EVERYTHING_OF_A_PERSON),
}

_ROLE_NAMES = frozenset(role.value for role in RoleName)

GATEWAY_SCOPES = frozenset({Permission.MESSAGES_EXCHANGE.value})
"""What a partner system's API key is given when nothing else is asked for."""


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Everything the roles grant together; a name that is no role (any more) grants nothing."""
    known = [RoleName(role) for role in roles if role in _ROLE_NAMES]
    return frozenset(permission for role in known for permission in _GRANTS[role][1])


def roles_of_side(side: Side) -> tuple[RoleName, ...]:
    """The roles that people on that side of the wall may hold, in the order in which they are shown."""
    return tuple(role for role, (valid_side, _) in _GRANTS.items() if valid_side is side)


def check_roles(roles: Iterable[str], side: Side) -> list[str]:
    """The roles without doubles, in a fixed order; DomainError when there is none or one is not for that side."""
    wanted = set(roles)
    valid = [role.value for role in roles_of_side(side) if role in wanted]
    if not wanted:
        raise DomainError("a person needs at least one role", code="role_missing")
    if len(valid) != len(wanted):
        wrong = ", ".join(sorted(wanted - set(valid)))
        raise DomainError(f"{wrong} is no role for this organization", code="role_of_other_side", roles=wrong)
    return valid


def require(granted: AbstractSet[str], permission: Permission) -> None:
    """Return when the permission is granted; NotPermittedError, naming it, when not."""
    if permission not in granted:
        raise NotPermittedError(f"this needs the permission {permission.value}", permission=permission.value)
