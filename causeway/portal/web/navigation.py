"""Where one can go from every page: by what the visitor may do, never by the name of a role."""

from dataclasses import dataclass, replace

from flask import g, request, url_for

from causeway.portal.web.access import find_visitor, may
from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.paging import tab_count
from causeway.portal.web.waiting import Waiting
from causeway.tenants.auth.sessions import SessionIdentity
from causeway.tenants.permissions import Permission

BAR_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to go."""

    endpoint: str
    icon: str
    label: str
    short_label: str
    url: str = ""
    current: bool = False
    permission: Permission | None = None
    direction: str | None = None
    waits: str | None = None
    count: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one label; the first group has none."""

    label: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The phone's bar: three entries, the others behind "More"."""

    entries: tuple[Entry, ...]
    more: tuple[Entry, ...]


_HOME = Entry("home.index", "home", mark("Home"), mark("Home"))
_PURCHASE = Entry(
    "orders.index",
    "order",
    mark("Purchase orders"),
    mark("Purchases"),
    permission=Permission.ORDERS_READ,
    direction="purchase",
)
_REPLENISHMENT = Entry(
    "orders.index",
    "truck",
    mark("Replenishments"),
    mark("Replenishment"),
    permission=Permission.ORDERS_READ,
    direction="replenishment",
    waits="orders",
)
_ORDERS = Entry(
    "orders.index",
    "order",
    mark("Orders"),
    mark("Orders"),
    permission=Permission.ORDERS_READ,
    waits="orders",
)
_INTEGRATION = (
    Entry(
        "messages.index",
        "message",
        mark("EDI messages"),
        mark("Messages"),
        permission=Permission.MESSAGES_READ,
        waits="messages",
    ),
    Entry(
        "codes.index",
        "code",
        mark("Unknown codes"),
        mark("Codes"),
        permission=Permission.CODES_MANAGE,
        waits="codes",
    ),
)
_DIRECTORY = (
    Entry(
        "partners.index",
        "partners",
        mark("Partners"),
        mark("Partners"),
        permission=Permission.PARTNERS_MANAGE,
    ),
    Entry("people.index", "people", mark("People"), mark("People"), permission=Permission.PEOPLE_MANAGE),
)


def groups(waiting: Waiting) -> list[Group]:
    """The navigation of this visitor with what waits for them; empty when nobody is signed in."""
    visitor = find_visitor()
    if visitor is None:
        return []
    candidates = (
        Group(None, _work(visitor)),
        Group(gettext("Integration"), _INTEGRATION),
        Group(gettext("Administration"), _DIRECTORY),
    )
    allowed = [Group(group.label, _open(group.entries, waiting)) for group in candidates]
    return [group for group in allowed if group.entries]


def bar(groups: list[Group]) -> Bar:
    """The same for a phone."""
    entries = [entry for group in groups for entry in group.entries]
    return Bar(tuple(entries[:BAR_ENTRIES]), tuple(entries[BAR_ENTRIES:]))


def search_url() -> str | None:
    """Where the search box goes, for whoever may see orders."""
    return url_for("orders.search") if may(Permission.ORDERS_READ) else None


def _work(visitor: SessionIdentity) -> tuple[Entry, ...]:
    """Staff see both directions; a partner has orders, whichever side of them it is on."""
    return (_HOME, _PURCHASE, _REPLENISHMENT) if visitor.is_staff else (_HOME, _ORDERS)


def _open(entries: tuple[Entry, ...], waiting: Waiting) -> tuple[Entry, ...]:
    return tuple(
        _placed(entry, waiting) for entry in entries if entry.permission is None or may(entry.permission)
    )


def _placed(entry: Entry, waiting: Waiting) -> Entry:
    return replace(
        entry,
        label=gettext(entry.label),
        short_label=gettext(entry.short_label),
        url=url_for(entry.endpoint, direction=entry.direction),
        current=_is_current(entry),
        count=tab_count(getattr(waiting, entry.waits) or 0) if entry.waits else None,
    )


def _is_current(entry: Entry) -> bool:
    if (request.blueprint or "") != entry.endpoint.partition(".")[0]:
        return False
    if entry.direction is None:
        return True
    # An order's own page says which list it belongs to; without, the first list is meant.
    given = request.args.get("direction") or g.get("order_direction")
    return (given or "purchase") == entry.direction
