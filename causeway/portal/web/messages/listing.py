"""The list of messages: its tabs with capped counts, its filters out of the address, its pages by key.

What is counted and listed goes through the indexes of the message table; a count stops at one hundred, because the
hundred-and-first held message does not change what a person does next.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, defer

from causeway.gateway.exchanges.models import (
    Direction,
    ExchangeState,
    FunctionalGroup,
    Interchange,
    Message,
    Transmission,
)
from causeway.portal.domain.orders.queries import COUNT_CAP
from causeway.portal.web.paging import Place, beside_of
from causeway.tenants.context import current_scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.ids import lowest_id_at
from causeway.tenants.keyset import Order, Page, read_page
from causeway.tenants.models import Organization

PAGE = 50
_MOST_INTERCHANGES = 50


class Tab(StrEnum):
    """The saved views of the list."""

    ALL = "all"
    HELD = "held"
    REJECTED = "rejected"
    FAILED = "failed"
    PENDING = "pending"
    OVERDUE = "overdue"
    FILES = "files"


STATES: dict[Tab, tuple[ExchangeState, ...]] = {
    Tab.HELD: (ExchangeState.HELD,),
    # Both are "no": ours to a partner, a partner's to us.
    Tab.REJECTED: (ExchangeState.REJECTED, ExchangeState.REFUSED),
    Tab.FAILED: (ExchangeState.FAILED,),
    Tab.PENDING: (ExchangeState.PENDING,),
    Tab.OVERDUE: (ExchangeState.OVERDUE,),
}
FILE_STATES = (ExchangeState.HELD, ExchangeState.FAILED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to, as it stands in the address."""

    document: str | None = None
    direction: Direction | None = None
    partner_id: UUID | None = None
    control_number: str | None = None
    order_number: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> "Filters":
        """The filters of an address; a value that cannot be meant narrows nothing."""
        return cls(
            document=_text(args, "document", 10),
            direction=next((one for one in Direction if one == args.get("direction")), None),
            partner_id=_uuid(args.get("partner")),
            control_number=_text(args, "control", 20),
            order_number=_text(args, "order", 40),
            first_day=_day(args.get("from")),
            last_day=_day(args.get("to")),
        )

    def as_args(self) -> dict[str, str]:
        """The same as values of an address."""
        values = {
            "document": self.document,
            "direction": self.direction.value if self.direction else None,
            "partner": str(self.partner_id) if self.partner_id else None,
            "control": self.control_number,
            "order": self.order_number,
            "from": self.first_day.isoformat() if self.first_day else None,
            "to": self.last_day.isoformat() if self.last_day else None,
        }
        return {name: value for name, value in values.items() if value}


def list_page(
    session: Session, tab: Tab, filters: Filters, *, zone: ZoneInfo, place: Place | None = None
) -> Page[Message]:
    """Messages of a tab, newest first, within what the scope may see."""
    # The canonical form of one message can be a megabyte; a row of the list needs none of it.
    query = select(Message).options(defer(Message.canonical)).where(*_conditions(filters, zone))
    if tab in STATES:
        query = query.where(Message.state.in_(STATES[tab]))
    return read_page(
        lambda statement: session.scalars(statement).all(),
        query,
        Order((Message.id,), descending=True),
        beside=beside_of(place),
        limit=PAGE,
    )


def list_files(session: Session, *, place: Place | None = None) -> Page[Transmission]:
    """Files that came in and wait for a person, newest first."""
    return read_page(
        lambda statement: session.scalars(statement).all(),
        select(Transmission).where(*_files()),
        Order((Transmission.id,), descending=True),
        beside=beside_of(place),
        limit=PAGE,
    )


def count_tabs(session: Session) -> dict[Tab, int]:
    """How many messages each tab holds, up to the cap; one statement."""
    counts = [
        select(func.count())
        .select_from(select(Message.id).where(Message.state.in_(states)).limit(COUNT_CAP).subquery())
        .scalar_subquery()
        for states in STATES.values()
    ]
    files = select(func.count()).select_from(
        select(Transmission.id).where(*_files()).limit(COUNT_CAP).subquery()
    )
    row = session.execute(select(*counts, files.scalar_subquery())).one()
    return dict(zip([*STATES, Tab.FILES], row, strict=True))


def names_of(session: Session, organization_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those organizations, as far as the scope may see them."""
    wanted = set(organization_ids)
    if not wanted:
        return {}
    rows = session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def interchange_numbers(rows: Iterable[Message]) -> dict[UUID, str]:
    """The interchange control numbers of messages that the reader may see.

    An interchange belongs to whoever sent the file, so it is read on the tenant's side; only its number is taken,
    which stands on the message's own page as well.
    """
    wanted = {row.interchange_id for row in rows if row.interchange_id}
    if not wanted:
        return {}
    with unit_of_work(current_scope().as_staff()) as session:
        found = session.execute(
            select(Interchange.id, Interchange.control_number).where(Interchange.id.in_(wanted))
        ).all()
    return {row.id: row.control_number for row in found}


def partners(session: Session) -> Sequence[tuple[UUID, str]]:
    """The organizations to choose from in the filter."""
    rows = session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.is_own.is_(False))
        .order_by(Organization.name_sort, Organization.id)
        .limit(500)
    )
    return [(row.id, row.name) for row in rows]


def _files() -> list[ColumnElement[bool]]:
    return [Transmission.state.in_(FILE_STATES), Transmission.direction == Direction.IN.value]


def _conditions(filters: Filters, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.document:
        found.append(Message.document == filters.document)
    if filters.direction:
        found.append(Message.direction == filters.direction.value)
    if filters.partner_id:
        found.append(Message.partner_id == filters.partner_id)
    if filters.order_number:
        found.append(Message.business_number == filters.order_number)
    if filters.control_number:
        found.append(_with_control_number(filters.control_number))
    if filters.first_day:
        found.append(Message.id >= lowest_id_at(_midnight(filters.first_day, zone)))
    if filters.last_day:
        found.append(Message.id < lowest_id_at(_midnight(filters.last_day + timedelta(days=1), zone)))
    return found


def _with_control_number(control_number: str) -> ColumnElement[bool]:
    """Messages whose interchange or group bears the number.

    Envelopes belong to whoever sent the file, so they are looked up on the tenant's side; the messages found through
    them are still read behind the reader's own wall.
    """
    numbers = {control_number, control_number.lstrip("0") or "0", control_number.zfill(9)}
    with unit_of_work(current_scope().as_staff()) as session:
        interchanges = session.scalars(
            select(Interchange.id)
            .where(Interchange.control_number.in_(numbers))
            .order_by(Interchange.id.desc())
            .limit(_MOST_INTERCHANGES)
        ).all()
        groups = session.scalars(
            select(FunctionalGroup.id).where(FunctionalGroup.interchange_id.in_(interchanges))
        ).all()
    return or_(Message.group_id.in_(groups), Message.control_number == control_number)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _text(args: Mapping[str, str], name: str, longest: int) -> str | None:
    return args.get(name, "").strip()[:longest] or None


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None


def _day(value: str | None) -> date | None:
    try:
        day = date.fromisoformat(value) if value else None
    except ValueError:
        return None
    # Ids carry milliseconds since 1970 in 48 bits; years outside of these cannot be meant.
    return day if day is not None and 1970 < day.year < 9000 else None
