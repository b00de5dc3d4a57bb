"""Who acts, for which tenant and behind which wall: one value that a transaction takes its role and settings from.

A scope is set by an edge (a request, a unit of work, a command) from what it authenticated, never from request data.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from causeway.tenants.ids import new_id


class Role(StrEnum):
    """The two sides of the wall inside a tenant; each is a database role."""

    STAFF = "staff"
    PARTNER = "partner"


class ActorKind(StrEnum):
    """What kind of actor did it."""

    USER = "user"
    API_KEY = "api_key"
    SYSTEM = "system"


class Channel(StrEnum):
    """Through which door a command came; shown beside every result."""

    WEB = "web"
    EDI = "edi"
    API = "api"
    SPREADSHEET = "spreadsheet"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, with the name as it was then: history must not change when a person is renamed.

    `side` is the actor's own where a worker does for it what its document asks: the worker stands on the tenant's side
    of the wall, a distributor's system does not.
    """

    kind: ActorKind
    id: UUID | None
    name: str
    side: Role | None = None


SYSTEM_ACTOR = Actor(ActorKind.SYSTEM, None, "Causeway")


@dataclass(frozen=True, slots=True)
class Scope:
    """One tenant seen from one side of the wall; `tenant_id` None sees the global tables and nothing else.

    `partner_id` is the organization whose rows a partner may see; staff have none.
    """

    tenant_id: UUID | None
    role: Role = Role.STAFF
    partner_id: UUID | None = None
    actor: Actor = SYSTEM_ACTOR
    channel: Channel = Channel.SYSTEM
    correlation_id: UUID = field(default_factory=new_id)

    def __post_init__(self) -> None:
        """Refuse a partner without its wall: it would be staff by omission."""
        if self.role is Role.PARTNER and (self.partner_id is None or self.tenant_id is None):
            raise ValueError("a partner scope names its tenant and its partner")
        if self.role is Role.STAFF and self.partner_id is not None:
            raise ValueError("a staff scope has no partner")

    @property
    def side(self) -> Role:
        """On whose side the actor stands, as history names it."""
        return self.actor.side or self.role

    def as_staff(self) -> "Scope":
        """The same actor and correlation on the tenant's side of the wall, for a narrow read that code guards."""
        return replace(self, role=Role.STAFF, partner_id=None)


IDENTITY_SCOPE = Scope(tenant_id=None)
"""Before a tenant is known: sessions, keys and users can be looked up, every tenant's table is empty."""

_current: ContextVar[Scope | None] = ContextVar("causeway_scope", default=None)


class NoScopeError(RuntimeError):
    """Code reached the database outside of any scope, which is a mistake of ours."""


def current_scope() -> Scope:
    """The scope this code runs in; raises NoScopeError outside of one."""
    scope = _current.get()
    if scope is None:
        raise NoScopeError("no tenant scope is set; wrap the work in tenants.context.scoped(...)")
    return scope


def find_scope() -> Scope | None:
    """The scope this code runs in, if any (for logging)."""
    return _current.get()


@contextmanager
def scoped(scope: Scope) -> Iterator[Scope]:
    """Run the body in that scope and restore the former one afterwards."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)
