"""One order as its page shows it: everything is made into text here, so that the template only places it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import OutboundState
from causeway.portal.domain.orders import queries
from causeway.portal.domain.orders.models import OrderDirection, Response
from causeway.portal.domain.orders.page import OrderPage, ResponseRow
from causeway.portal.domain.orders.service import UNDO_WINDOW
from causeway.portal.web.access import may
from causeway.portal.web.formats import (
    NOTHING,
    format_day,
    money,
    offset_name,
    zone,
)
from causeway.portal.web.i18n import current_locale, gettext, ngettext
from causeway.portal.web.icons import icon
from causeway.portal.web.orders import timeline as story
from causeway.portal.web.orders import wording
from causeway.portal.web.orders.address import title_of
from causeway.portal.web.orders.forms import Choice, LineEntry
from causeway.portal.web.orders.lines import (
    LINES_PER_PAGE,
    LineWriter,
    Window,
    part_of,
    reason_options,
    rest_options,
    weekday,
)
from causeway.portal.web.orders.listing import buyer_label, number_of, seller_label
from causeway.tenants import clock
from causeway.tenants.context import current_scope
from causeway.tenants.db import run
from causeway.tenants.ids import new_id
from causeway.tenants.permissions import Permission

# What the state of the outbound document makes of the last two steps.
_SENT = {
    "sent": "done",
    "delivered": "done",
    "acknowledged": "done",
    "refused": "done",
    "overdue": "done",
    "failed": "failed",
}
_ACKNOWLEDGED = {"acknowledged": "done", "refused": "failed", "overdue": "failed"}


@dataclass(frozen=True, slots=True)
class Conflict:
    """That the order changed while somebody answered it, and what."""

    text: str
    changes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What comes back with the page after a form that was not taken: entries by line, and what is wrong."""

    entries: Mapping[UUID, LineEntry] = field(default_factory=dict)
    problem: str | None = None
    conflict: Conflict | None = None
    token: str | None = None


class OrderView:
    """The order as the templates read it; built once for each answer."""

    def __init__(self, session: Session, page: OrderPage, window: Window, typed: Typed) -> None:
        self.page = page
        self.window = window
        self.typed = typed
        order = self.order = page.order
        self.direction = OrderDirection(order.direction)
        self.number = number_of(order.number, order.release_number)
        self.title = gettext("Order %(number)s", number=self.number)
        self.state, self.tone = wording.order_state(order.state)
        self.list_label = title_of(self.direction)
        self.list_url = url_for("orders.index", direction=order.direction)
        self.url = url_for("orders.show", order_id=order.id)
        # With the page of lines, so that what comes back with an error is what was sent.
        self.answer_url = url_for("orders.answer", order_id=order.id, **_window_values(window))
        self.can_answer = page.may_answer and may(Permission.ORDERS_ANSWER)
        self.open_count = page.counts.open
        self.token = typed.token or str(new_id())
        self.expected_version, self.expected_response = order.version, order.response_version
        self.events = queries.timeline(session, order.id)
        self.messages = _documents(session, self.events, page.responses)
        self.first_line = part_of(window).first
        self.line_total = page.counts.open if window.only_open else page.counts.total
        self.answering = self.can_answer and any(line.is_open for line in page.lines)
        writer = LineWriter(can_answer=self.can_answer, entries=typed.entries)
        self.lines = [writer.line(line) for line in page.lines]
        self.icons = {"close": icon("close"), "warning": icon("warning"), "split": icon("plus")}
        # Nearly every line has the same lists, with nothing chosen: written once.
        self.blank_reasons = self.reason_options()
        self.blank_rests = self.rest_options()
        self.split_label = gettext("Split")
        self.split_title = gettext("Split into several deliveries")

    # ---- the head

    @property
    def mark_seen_url(self) -> str | None:
        """Where the page says that the seller's side has it before them, until that is known."""
        if self.order.seen_at is not None or not self.page.may_answer:
            return None
        return url_for("orders.mark_seen", order_id=self.order.id)

    @property
    def steps(self) -> list[dict[str, Any]]:
        """How far the order has come; the first step that is not done is where it stands."""
        order, last = self.order, self._last_response()
        counts = self.page.counts
        live = counts.total - counts.cancelled
        done = live - counts.open
        answered = "done" if live and not counts.open else ""
        steps = [
            _progress(gettext("Received"), "done", self._day(order.created_at)),
            _progress(gettext("Seen"), "done" if order.seen_at or done else "", self._day(order.seen_at)),
            _progress(
                gettext("Answered"),
                "failed" if order.state in {"rejected", "cancelled"} else answered,
                gettext("%(done)d of %(total)d lines", done=done, total=live) if live else "",
            ),
        ]
        if order.answer_agreement_id is not None:
            message = self.messages.get(last.outbound_id) if last and last.outbound_id else None
            state = message.state if message else ""
            steps += [
                _progress(
                    gettext("Answer sent"),
                    _SENT.get(state, ""),
                    self._day(message.sent_at) if message else "",
                ),
                _progress(
                    gettext("Receipt"),
                    _ACKNOWLEDGED.get(state, ""),
                    self._day(message.acknowledged_at) if message else "",
                ),
            ]
        standing = next((step for step in steps if not step["state"]), None)
        if standing is not None:
            standing["state"] = "current"
        return steps

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """The key facts."""
        order = self.order
        facts: list[tuple[str, Any]] = [
            (buyer_label(), order.buyer_name),
            (seller_label(), order.seller_name),
            (gettext("Ship to"), self._place()),
            (gettext("Amount"), money(order.amount, order.currency)),
            (gettext("Order date"), weekday(order.order_date)),
            (self.requested_label, weekday(order.requested_date)),
        ]
        if order.confirmed_date:
            facts.append((gettext("Confirmed until"), weekday(order.confirmed_date)))
        facts.append((gettext("Channel"), self._channel()))
        return facts

    def _channel(self) -> str:
        source = self.messages.get(self.order.source_message_id) if self.order.source_message_id else None
        name = wording.channel(self.order.channel)
        return f"{name} · {_message_label(source)}" if source else name

    def _place(self) -> str:
        """Where the goods go, with the zone in which the order's dates count."""
        name = self.order.ship_to_name or NOTHING
        return f"{name} · {offset_name(None, self.order.time_zone)}" if self.order.time_zone else name

    @property
    def requested_label(self) -> str:
        """What the requested dates mean on this order."""
        by_ship_date = self.page.counts.by_ship_date
        return gettext("Requested shipping") if by_ship_date else gettext("Requested delivery")

    # ---- the last answer, while it can be taken back

    @property
    def leaving(self) -> str | None:
        """What was answered and when it leaves, while it can be taken back."""
        last = self.page.undoable
        if last is None or not self.can_answer:
            return None
        leaves = (last.at + UNDO_WINDOW).astimezone(zone())
        outcome = gettext(wording.OUTCOMES[last.outcome])
        rule = story.rule_sentence(last.rule) or ""
        if last.outbound_id is not None:
            return gettext(
                "%(outcome)s. %(rule)s The 855 leaves at %(time)s; until then the answer can be taken back.",
                outcome=outcome,
                rule=rule,
                time=f"{leaves:%H:%M:%S}",
            )
        return gettext(
            "%(outcome)s. %(rule)s Until %(time)s the answer can be taken back.",
            outcome=outcome,
            rule=rule,
            time=f"{leaves:%H:%M:%S}",
        )

    @property
    def undo_url(self) -> str | None:
        """Where the last answer is taken back."""
        last = self.page.undoable
        return undo_url(last) if last is not None and self.can_answer else None

    @property
    def undo_seconds(self) -> int:
        """For how long that is possible still."""
        last = self.page.undoable
        return max(0, int((last.at + UNDO_WINDOW - clock.now()).total_seconds())) if last else 0

    # ---- the lines

    @property
    def lines_heading(self) -> str:
        """The heading of the lines."""
        return ngettext("%(num)d line", "%(num)d lines", self.page.counts.total)

    @property
    def lines_about(self) -> str | None:
        """What is to be done with the lines, for who may do it."""
        if not self.can_answer or not self.open_count:
            return None
        if self.order.state == "changed":
            return gettext("The buyer changed this order. Only the changed lines need an answer.")
        return gettext("Accept, change or reject each line; lines without an answer stay open.")

    @property
    def line_filters(self) -> list[dict[str, Any]]:
        """All lines or the open ones, where that makes a difference on a long order."""
        if not (0 < self.open_count < self.page.counts.total) and not self.window.only_open:
            return []
        return [
            {"label": gettext("All"), "url": self.url, "current": not self.window.only_open},
            {
                "label": gettext("Open (%(count)d)", count=self.open_count),
                "url": url_for("orders.show", order_id=self.order.id, lines="open"),
                "current": self.window.only_open,
            },
        ]

    @property
    def lines_range(self) -> str:
        """Which lines are on this page of lines."""
        last = min(self.first_line + LINES_PER_PAGE, self.line_total)
        return gettext(
            "Lines %(first)d to %(last)d of %(total)d",
            first=self.first_line + 1,
            last=last,
            total=self.line_total,
        )

    @property
    def lines_previous(self) -> str | None:
        """The page of lines before this one."""
        return self._lines_url(self.window.number - 1) if self.window.number > 1 else None

    @property
    def lines_next(self) -> str | None:
        """The page of lines behind this one."""
        more = self.first_line + LINES_PER_PAGE < self.line_total
        return self._lines_url(self.window.number + 1) if more else None

    def _lines_url(self, number: int) -> str:
        return url_for(
            "orders.show",
            order_id=self.order.id,
            page=number,
            **_window_values(replace(self.window, number=1)),
        )

    @property
    def answered_text(self) -> str:
        """How many lines of the form have an answer."""
        count = sum(1 for line in self.lines if line.entry and line.entry.choice is not Choice.LATER)
        if not count:
            return gettext("No line is answered yet.")
        return gettext("%(count)d of %(total)d open lines are answered.", count=count, total=self.open_count)

    def reason_options(self, chosen: str = "") -> Markup:
        """Why a line may be rejected, reduced or late, as the options of a list."""
        # Only what is on the list is looked up: anything else that was sent must not grow the kept lists.
        return reason_options(current_locale(), chosen if chosen in wording.REASONS else "")

    def rest_options(self, chosen: str = "") -> Markup:
        """What can become of a quantity that is left open, as the options of a list."""
        return rest_options(current_locale(), chosen)

    # ---- what happened

    @property
    def timeline(self) -> list[story.Step]:
        """What happened, oldest first, and at its end what is still to come."""
        labels = {identifier: _message_label(message) for identifier, message in self.messages.items()}
        told = story.steps(self.events, labels=labels, may_open=may(Permission.MESSAGES_READ))
        return told + self._waiting()

    def _waiting(self) -> list[story.Step]:
        last = self._last_response()
        message = self.messages.get(last.outbound_id) if last and last.outbound_id else None
        if message is None or message.state != OutboundState.PENDING or message.not_before is None:
            return []
        return [
            story.waiting_step(
                gettext("%(document)s waits and leaves in a moment.", document=message.document),
                message.not_before,
            )
        ]

    def _last_response(self) -> ResponseRow | None:
        standing = [each for each in self.page.responses if each.undone_at is None and each.outbound_id]
        return standing[-1] if standing else None

    def _day(self, moment: datetime | None) -> str:
        return format_day(moment.astimezone(self._zone()).date()) if moment else ""

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.order.time_zone) if self.order.time_zone else zone()


def _progress(label: str, state: str, note: str) -> dict[str, Any]:
    return {"label": label, "state": state, "note": note}


def _window_values(window: Window) -> dict[str, Any]:
    values: dict[str, Any] = {"page": window.number} if window.number > 1 else {}
    return values | ({"lines": "open"} if window.only_open else {})


def undo_url(response: Response | ResponseRow) -> str:
    """Where that answer is taken back."""
    return url_for("orders.undo", order_id=response.order_id, version=response.version)


@dataclass(frozen=True, slots=True)
class Document:
    """What the page needs of a message; its canonical form stays where it is."""

    id: UUID
    document: str
    control_number: str | None
    state: str
    not_before: datetime | None
    sent_at: datetime | None
    acknowledged_at: datetime | None


_DOCUMENTS = f"select {', '.join(Document.__slots__)} from message where tenant_id = %(tenant_id)s and id = any(%(ids)s)"


def _documents(
    session: Session, events: Iterable[Any], responses: Iterable[ResponseRow]
) -> dict[UUID, Document]:
    """The messages that the page speaks of, as far as the visitor may see them."""
    wanted = {story.message_behind(event) for event in events} - {None}
    wanted |= {each.outbound_id for each in responses if each.outbound_id}
    if not wanted:
        return {}
    rows = run(session, _DOCUMENTS, {"tenant_id": current_scope().tenant_id, "ids": list(wanted)})
    return {row[0]: Document(*row) for row in rows}


def _message_label(message: Document) -> str:
    return f"{message.document} · {message.control_number}" if message.control_number else message.document
