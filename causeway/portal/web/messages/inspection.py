"""One message as the inspector shows it: its facts, its problems, its segments beside its canonical form.

Long messages are shown a page of segments at a time; the canonical form follows with the stretch that belongs to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical.acknowledgements import AcknowledgedSet, FunctionalAck
from causeway.gateway.exchanges.models import FunctionalGroup, Message
from causeway.gateway.exchanges.queries import MessagePage
from causeway.gateway.formats.base import Locale
from causeway.gateway.pipeline.stored_problems import restored
from causeway.portal.web.messages.acknowledgement import (
    AcknowledgementView,
    Verdict,
    read_acknowledgement,
    view_acknowledgement,
    view_verdict,
)
from causeway.portal.web.messages.canonical_view import JsonLine, in_order, json_lines, parse_path, window
from causeway.portal.web.messages.segments import Fault, SegmentView, faults_of, view_segments
from causeway.portal.web.messages.wire import WireSet, read_wire, trace_fields
from causeway.tenants.context import current_scope
from causeway.tenants.db import unit_of_work

SEGMENTS_PER_PAGE = 300
_MOST_ANSWERED = 500
JSON_LINES_PER_PAGE = 1_500


class View(StrEnum):
    """How a message is looked at."""

    SIDE = "side"
    RAW = "raw"
    PARSED = "parsed"
    CANONICAL = "canonical"


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which page of a long message is shown: pages are counted from 1."""

    number: int
    total: int
    first: int
    last: int
    of: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything the inspector shows of one message."""

    view: View
    views: Sequence[View]
    faults: Sequence[Fault]
    fault_count: int
    segments: Sequence[SegmentView]
    separator: str
    terminator: str
    json: Sequence[JsonLine]
    leaf: Leaf | None
    acknowledgement: AcknowledgementView | None
    verdict: Verdict | None
    acknowledged_by: Message | None
    number: str | None


def inspect(
    session: Session,
    page: MessagePage,
    *,
    wanted: View | None,
    leaf_number: int,
    may_see_bytes: bool,
    locale: Locale,
) -> Inspection:
    """The message in the wanted view; without the permission for bytes only the canonical one is left."""
    message = page.message
    wire = read_wire(message) if may_see_bytes else None
    faults = faults_of(restored(message.problems), wire, locale)
    views = _views(message, wire)
    view = wanted if wanted in views else (views[0] if views else View.CANONICAL)
    shown_lines: Sequence[JsonLine] = ()
    leaf = None
    segments: Sequence[SegmentView] = ()
    if wire is not None and view is not View.CANONICAL:
        leaf = _leaf(leaf_number, len(wire.segments), SEGMENTS_PER_PAGE)
        segments = view_segments(wire, faults, locale, first=leaf.first, count=SEGMENTS_PER_PAGE)
    if view in (View.SIDE, View.CANONICAL) and message.canonical:
        lines = _json_lines(page, wire)
        if view is View.SIDE and leaf is not None:
            shown_lines = lines if leaf.total == 1 else window(lines, leaf.first, leaf.last)
        else:
            leaf = _leaf(leaf_number, len(lines), JSON_LINES_PER_PAGE)
            shown_lines = lines[leaf.first - 1 : leaf.last]
    ack = read_acknowledgement(message.canonical)
    verdict, acknowledged_by = _verdict(session, page, wire, locale)
    return Inspection(
        view=view,
        views=views,
        faults=faults,
        fault_count=sum(fault.is_error for fault in faults),
        segments=segments,
        separator=wire.delimiters.element if wire else "",
        terminator=wire.delimiters.terminator.strip() if wire else "",
        json=shown_lines,
        leaf=leaf,
        acknowledgement=_acknowledgement(session, page, ack, may_see_bytes, locale) if ack else None,
        verdict=verdict,
        acknowledged_by=acknowledged_by,
        number=message.business_number or (wire.number_as_sent if wire else None),
    )


def _views(message: Message, wire: WireSet | None) -> list[View]:
    views: list[View] = []
    if wire is not None:
        views = [View.SIDE, View.PARSED, View.RAW] if message.canonical else [View.PARSED, View.RAW]
    return [*views, View.CANONICAL] if message.canonical else views


def _leaf(wanted: int, of: int, size: int) -> Leaf:
    total = max(1, -(-of // size))
    number = min(max(wanted, 1), total)
    return Leaf(number, total, (number - 1) * size + 1, min(number * size, of), of)


def _json_lines(page: MessagePage, wire: WireSet | None) -> list[JsonLine]:
    message = page.message
    canonical = in_order(message.canonical or {})
    version = page.envelope.group_version if page.envelope else None
    places = trace_fields(message, wire, version) if wire else {}
    return json_lines(canonical, {parse_path(path): origin for path, origin in places.items()})


def _acknowledgement(
    session: Session, page: MessagePage, ack: FunctionalAck, may_see_bytes: bool, locale: Locale
) -> AcknowledgementView:
    """What this message acknowledges, in words; the documents it speaks of are read within the reader's wall."""
    answered = {
        _named(row.document, row.control_number): row for row in _answered_by(session, page.message, ack)
    }

    def find_set(one: AcknowledgedSet) -> WireSet | None:
        message = answered.get(_named(one.set_id, one.control))
        return read_wire(message) if message is not None and may_see_bytes else None

    return view_acknowledgement(ack, find_set, locale)


def _answered_by(session: Session, message: Message, ack: FunctionalAck) -> Sequence[Message]:
    """The messages that an acknowledgement answers, oldest first, as far as the reader may see them.

    Groups belong to whoever sent the file: they are looked up on the tenant's side, by the number that the
    acknowledgement names, and lead to messages that are still read behind the reader's wall.
    """
    answered = ack.acknowledges
    with unit_of_work(current_scope().as_staff()) as staff:
        groups = staff.scalars(
            select(FunctionalGroup.id)
            .where(
                FunctionalGroup.agreement_id == message.agreement_id,
                FunctionalGroup.direction != message.direction,
                FunctionalGroup.functional_id == answered.functional_id,
                FunctionalGroup.control_number == answered.group_control,
            )
            .order_by(FunctionalGroup.id.desc())
            .limit(5)
        ).all()
    return session.scalars(
        select(Message).where(Message.group_id.in_(groups)).order_by(Message.id).limit(_MOST_ANSWERED)
    ).all()


def _verdict(
    session: Session, page: MessagePage, wire: WireSet | None, locale: Locale
) -> tuple[Verdict | None, Message | None]:
    """What the acknowledgement of this message says about it, and that acknowledgement."""
    message = page.message
    ack_id = message.ack_message_id or (page.envelope.group_ack_message_id if page.envelope else None)
    if ack_id is None:
        return None, None
    answer = session.scalar(select(Message).where(Message.id == ack_id))
    ack = read_acknowledgement(answer.canonical) if answer else None
    if ack is None:
        return None, answer
    for answered in ack.sets:
        if _named(answered.set_id, answered.control) == _named(message.document, message.control_number):
            return view_verdict(answered, wire, locale), answer
    return None, answer


def _named(document: str, control_number: str | None) -> tuple[str, str]:
    """What tells a set from the others of its group; some senders drop the leading zeros of its number."""
    return document, (control_number or "").lstrip("0")
