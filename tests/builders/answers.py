"""Answers with good defaults, and what came of them: the order's page, its outbox, its timeline."""

import datetime as dt
import json
from decimal import Decimal

from sqlalchemy import select

from causeway.gateway.canonical import codec
from causeway.gateway.exchanges.models import Message
from causeway.portal.domain.orders import service
from causeway.portal.domain.orders.answers import Answer, AnswerAction, Delivery, DeliveryStatus, LineAnswer
from causeway.portal.domain.orders.models import OrderLine
from causeway.portal.domain.orders.queries import get_order, timeline
from causeway.tenants import db
from causeway.tenants.history import Event

DAY = dt.date(2026, 12, 10)
LATER = dt.date(2026, 12, 24)
REJECT, BACKORDER = DeliveryStatus.REJECT, DeliveryStatus.BACKORDER
ACCEPT_ALL = Answer(AnswerAction.ACCEPT_ALL)


def line(key, *deliveries):
    return LineAnswer(key, tuple(deliveries))


def part(quantity, date=None, status=DeliveryStatus.ACCEPT, reason=None):
    return Delivery(Decimal(str(quantity)), date, status, reason)


def lines(*answers, token=None):
    return Answer(lines=answers, client_token=token)


def answer(trade, order_id, given, version=1, scope=None):
    with db.unit_of_work(scope or trade.supplier_person) as session:
        return service.respond(session, order_id, given, expected_version=version)


def page_of(trade, order_id, scope=None):
    with db.unit_of_work(scope or trade.supplier_person) as session:
        return get_order(session, order_id)


def rows_of(trade, order_id):
    """The order's lines as their table keeps them, in the sender's order."""
    with trade.staff() as session:
        return stored_lines(session, order_id)


def stored_lines(session, order_id):
    wanted = select(OrderLine).where(OrderLine.order_id == order_id)
    return session.scalars(wanted.order_by(OrderLine.position, OrderLine.id)).all()


def sent(trade, order_id):
    """The responses in the outbox, as canonical messages."""
    with trade.staff() as session:
        rows = session.scalars(
            select(Message)
            .where(Message.subject_id == order_id, Message.direction == "out")
            .order_by(Message.id)
        ).all()
        return [(row, codec.decode(json.dumps(row.canonical))) for row in rows]


def timeline_of(trade, order_id):
    with trade.staff() as session:
        return [e for e in timeline(session, order_id) if e.kind.startswith("order.")]


def events_of(trade, order_id, kind):
    """The order's events of that kind as their table keeps them, oldest first."""
    with trade.staff() as session:
        wanted = select(Event).where(Event.subject_kind == "order", Event.subject_id == order_id)
        return session.scalars(wanted.where(Event.kind == kind).order_by(Event.id)).all()
