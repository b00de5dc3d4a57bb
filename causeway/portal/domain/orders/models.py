"""Tables of an order: what was ordered, in versions; what was answered, in versions; and where both stand now.

`order_line` carries today's projection for lists and pages. The facts (line versions with their schedules, responses
with their confirmations) are only ever added. All rows carry the partner, so that the wall needs no join.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from causeway.tenants.orm import AMOUNT, Base, PartnerOwned, one_of, tenant_index, tenant_key, tenant_unique
from causeway.tenants.walls import TableClass, Wall

_WORKING = Wall(
    TableClass.PARTNER_OWNED,
    staff=frozenset({"select", "insert", "update"}),
    partner=frozenset({"select", "insert", "update"}),
)
_FACTS = Wall(
    TableClass.PARTNER_OWNED, staff=frozenset({"select", "insert"}), partner=frozenset({"select", "insert"})
)


class OrderDirection(StrEnum):
    """Seen from the core enterprise: it buys, or it sells."""

    PURCHASE = "purchase"
    REPLENISHMENT = "replenishment"


class OrderState(StrEnum):
    """Where an order stands with the seller's answer; also the tabs of the inbox."""

    TO_CONFIRM = "to_confirm"
    CHANGED = "changed"
    PARTLY_CONFIRMED = "partly_confirmed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class LineState(StrEnum):
    """Where a line stands with the seller's answer."""

    TO_CONFIRM = "to_confirm"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    CONFIRMED_WITH_CHANGES = "confirmed_with_changes"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class DateBasis(StrEnum):
    """What the dates of a line mean: the day it arrives, or the day it leaves."""

    DELIVERY = "delivery"
    SHIP = "ship"


class Outcome(StrEnum):
    """What a whole response comes to."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted_with_changes"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Order(PartnerOwned, Base):
    """One order, whatever channel it came through: a buyer, a seller, exactly one of them the tenant's own."""

    __tablename__ = "trade_order"
    __wall__ = _WORKING

    direction: Mapped[str]
    state: Mapped[str]
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    number: Mapped[str]
    # Searched by prefix, that is by a range, which is a prefix in the C collation only.
    number_folded: Mapped[str] = mapped_column(Text(collation="C"))
    release_number: Mapped[str] = mapped_column(default="")
    order_type: Mapped[str]
    order_date: Mapped[date | None]
    currency: Mapped[str | None]
    amount: Mapped[Decimal | None] = mapped_column(AMOUNT)
    line_count: Mapped[int]
    requested_date: Mapped[date | None]
    # The requested date as lists sort by it: an order without one comes last, and a page's cursor has no gap.
    sort_date: Mapped[date]
    confirmed_date: Mapped[date | None]
    ship_to_site_id: Mapped[UUID | None]
    ship_to_name: Mapped[str | None]
    plant_code: Mapped[str | None]
    buyer_group: Mapped[str | None]
    item_group: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    response_version: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str]
    source_message_id: Mapped[UUID | None]
    # The agreement through which the answer goes back; empty when the order did not come by EDI.
    answer_agreement_id: Mapped[UUID | None]
    answer_to_id: Mapped[UUID | None]
    header: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]

    __table_args__ = (
        tenant_key("partner_id", "organization"),
        tenant_key("buyer_id", "organization"),
        tenant_key("seller_id", "organization"),
        tenant_unique("buyer_id", "number", "release_number"),
        one_of("direction", OrderDirection),
        one_of("state", OrderState),
        tenant_index("ix_trade_order_list", "direction", "id"),
        tenant_index("ix_trade_order_state", "direction", "state", "id"),
        tenant_index("ix_trade_order_partner", "partner_id", "direction", "id"),
        tenant_index("ix_trade_order_partner_state", "partner_id", "direction", "state", "id"),
        tenant_index("ix_trade_order_due", "direction", "state", "sort_date", "id"),
        tenant_index("ix_trade_order_partner_due", "partner_id", "direction", "state", "sort_date", "id"),
        tenant_index("ix_trade_order_number", "direction", "state", "number_folded", "id"),
        tenant_index(
            "ix_trade_order_partner_number", "partner_id", "direction", "state", "number_folded", "id"
        ),
    )


class OrderVersion(PartnerOwned, Base):
    """One state of what the buyer wants: the original order, or a change, with what it changed."""

    __tablename__ = "order_version"
    __wall__ = _FACTS

    order_id: Mapped[UUID]
    number: Mapped[int]
    purpose: Mapped[str]
    changes: Mapped[list[Any]] = mapped_column(default=list)
    # What the sender gave to tell an older change from a newer one: sequence, dates, control numbers.
    stamp: Mapped[dict[str, Any]] = mapped_column(default=dict)
    message_id: Mapped[UUID | None]
    channel: Mapped[str]
    actor_name: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (tenant_key("order_id", "trade_order"), tenant_unique("order_id", "number"))


class OrderLine(PartnerOwned, Base):
    """A line as it stands now: the last ordered values, and the projection of the last valid answer."""

    __tablename__ = "order_line"
    __wall__ = _WORKING

    order_id: Mapped[UUID]
    line_key: Mapped[str]
    line_id: Mapped[str | None]
    position: Mapped[int]
    state: Mapped[str]
    item_id: Mapped[UUID | None]
    buyer_item: Mapped[str | None]
    seller_item: Mapped[str | None]
    gtin: Mapped[str | None]
    description: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    quantity: Mapped[Decimal]
    unit: Mapped[str]
    unit_as_sent: Mapped[str]
    base_quantity: Mapped[Decimal | None]
    base_unit: Mapped[str | None]
    price_amount: Mapped[Decimal | None] = mapped_column(AMOUNT)
    price_currency: Mapped[str | None]
    price_per: Mapped[Decimal | None]
    price_unit: Mapped[str | None]
    requested_date: Mapped[date | None]
    requested_latest: Mapped[date | None]
    date_basis: Mapped[str]
    ship_to_site_id: Mapped[UUID | None]
    ship_to_name: Mapped[str | None]
    # The order version that was answered last, and the response that holds the answer which is valid now.
    answered_version: Mapped[int] = mapped_column(default=0)
    answer_id: Mapped[UUID | None]
    confirmed_quantity: Mapped[Decimal | None]
    confirmed_date: Mapped[date | None]
    first_confirmed_quantity: Mapped[Decimal | None]
    first_confirmed_date: Mapped[date | None]
    # The canonical line as it was sent, for the echo: ids, references, notes, extensions.
    source: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (
        tenant_key("order_id", "trade_order"),
        tenant_key("item_id", "item"),
        tenant_unique("order_id", "line_key"),
        tenant_index("ix_order_line_page", "order_id", "position", "id"),
        one_of("state", LineState),
        one_of("date_basis", DateBasis),
    )


class OrderLineVersion(PartnerOwned, Base):
    """What was ordered of a line in one version of the order; never updated."""

    __tablename__ = "order_line_version"
    __wall__ = _FACTS

    order_id: Mapped[UUID]
    line_id: Mapped[UUID]
    version: Mapped[int]
    action: Mapped[str]
    quantity: Mapped[Decimal]
    unit: Mapped[str]
    base_quantity: Mapped[Decimal | None]
    # The factor that was used, exactly: base quantity = quantity x numerator / denominator.
    unit_numerator: Mapped[int | None]
    unit_denominator: Mapped[int | None]
    price_amount: Mapped[Decimal | None] = mapped_column(AMOUNT)
    price_currency: Mapped[str | None]
    price_per: Mapped[Decimal | None]
    price_unit: Mapped[str | None]
    requested_date: Mapped[date | None]
    requested_latest: Mapped[date | None]
    message_id: Mapped[UUID | None]
    channel: Mapped[str]
    actor_name: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        tenant_key("order_id", "trade_order"),
        tenant_key("line_id", "order_line"),
        tenant_unique("line_id", "version"),
        tenant_index("ix_order_line_version_order", "order_id", "version"),
    )


class OrderSchedule(PartnerOwned, Base):
    """One requested delivery of a line version; never updated."""

    __tablename__ = "order_schedule"
    __wall__ = _FACTS

    order_id: Mapped[UUID]
    line_id: Mapped[UUID]
    version: Mapped[int]
    sequence: Mapped[int]
    quantity: Mapped[Decimal]
    requested_date: Mapped[date | None]
    requested_latest: Mapped[date | None]
    ship_to_name: Mapped[str | None]

    __table_args__ = (
        tenant_key("order_id", "trade_order"),
        tenant_key("line_id", "order_line"),
        tenant_unique("line_id", "version", "sequence"),
    )


class Response(PartnerOwned, Base):
    """The seller's answer to one version of an order: versioned, with its outcome and the rule that decided on it."""

    __tablename__ = "order_response"
    __wall__ = Wall(TableClass.PARTNER_OWNED, staff=_WORKING.staff, partner=_WORKING.partner)

    order_id: Mapped[UUID]
    version: Mapped[int]
    order_version: Mapped[int]
    outcome: Mapped[str]
    decision: Mapped[str]
    rule: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]
    message_id: Mapped[UUID | None]
    outbound_id: Mapped[UUID | None]
    # The form's own token: the same answer sent twice is one.
    client_token: Mapped[str | None]
    # What the form said, in short: the same token with other content is not the same answer.
    client_digest: Mapped[str | None]
    channel: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        tenant_key("order_id", "trade_order"),
        tenant_unique("order_id", "version"),
        tenant_unique("order_id", "client_token"),
        one_of("outcome", Outcome),
    )


class Confirmation(PartnerOwned, Base):
    """What a response says of one delivery of one line: several rows are a split; never updated."""

    __tablename__ = "order_confirmation"
    __wall__ = _FACTS

    order_id: Mapped[UUID]
    response_id: Mapped[UUID]
    line_id: Mapped[UUID]
    line_version: Mapped[int]
    sequence: Mapped[int]
    status: Mapped[str]
    quantity: Mapped[Decimal]
    unit: Mapped[str]
    promised_date: Mapped[date | None]
    reason_code: Mapped[str | None]
    reason_text: Mapped[str | None]

    __table_args__ = (
        tenant_key("order_id", "trade_order"),
        tenant_key("response_id", "order_response"),
        tenant_key("line_id", "order_line"),
        tenant_unique("response_id", "line_id", "sequence"),
        tenant_index("ix_order_confirmation_order", "order_id", "response_id"),
    )
