"""Commands of the seller's side: see an order, answer it, take the answer back while it has not left."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from causeway.gateway.exchanges import outbox
from causeway.portal.domain.orders import answers
from causeway.portal.domain.orders.answers import Answer, AnswerAction, DeliveryStatus, Part, ReasonCode
from causeway.portal.domain.orders.errors import (
    EmptyAnswerError,
    LineNotOpenError,
    NothingOpenError,
    OrderAnsweredError,
    OrderChangedError,
    SellerOnlyError,
    TokenReusedError,
    TooLateToUndoError,
    UnknownLineError,
    UnknownRuleError,
)
from causeway.portal.domain.orders.messages import AnsweredLine, build_response
from causeway.portal.domain.orders.models import (
    Confirmation,
    LineState,
    Order,
    OrderDirection,
    OrderLine,
    OrderSchedule,
    OrderVersion,
    Outcome,
    Response,
)
from causeway.portal.domain.orders.projection import LineAnswered, StatesOfLines, project_line, project_order
from causeway.portal.domain.orders.states import OPEN_LINES
from causeway.tenants import audit, clock, history, rules
from causeway.tenants.bulk import insert_rows
from causeway.tenants.context import ActorKind, Role, current_scope
from causeway.tenants.db import get_or_404, run
from causeway.tenants.ids import new_id
from causeway.tenants.models import Tenant

UNDO_WINDOW = timedelta(seconds=10)
ACCEPTANCE_RULE = "order.response.acceptance"
_EVERY_ANSWER = "every_answer"
_WARN_LINES = 20


@dataclass(frozen=True, slots=True)
class _Decided:
    """An answer that passed its checks, with the rule's decision on it."""

    lines: list[AnsweredLine]
    outcome: Outcome
    ruling: rules.Ruling
    today: dt.date


def is_seller(direction: str) -> bool:
    """Whether the scope stands on the seller's side of the orders of that direction."""
    side = Role.PARTNER if direction == OrderDirection.PURCHASE else Role.STAFF
    return current_scope().role is side


def mark_seen(session: Session, order_id: UUID) -> bool:
    """Note the first time that a person of the seller's side has the order before them; True that one time."""
    order = get_or_404(session, Order, order_id)
    scope = current_scope()
    if order.seen_at is not None or scope.actor.kind is not ActorKind.USER or not is_seller(order.direction):
        return False
    first = session.scalar(
        update(Order)
        .where(Order.id == order_id, Order.seen_at.is_(None))
        .values(seen_at=clock.now(), seen_by=scope.actor.name)
        .returning(Order.id)
    )
    if first is not None:
        history.record(session, "order.seen", _subject(order), number=order.number)
    return first is not None


def respond(
    session: Session,
    order_id: UUID,
    answer: Answer,
    *,
    expected_version: int,
    expected_response: int | None = None,
) -> Response:
    """The new response; or the one that the same `client_token` made before with the same content.

    `expected_version` is the order's version that the seller looked at: where the buyer changed the order meanwhile,
    OrderChangedError tells what changed. `expected_response` is the last answer that the seller knew of, 0 for none:
    where a colleague's answer stands since then, OrderAnsweredError tells whose. Nothing is written then.
    """
    order = get_or_404(session, Order, order_id, lock=True)
    if not is_seller(order.direction):
        raise SellerOnlyError("Only the seller answers an order.")
    repeated = _find_repeated(session, order, answer)
    if repeated is not None:
        return repeated
    if order.version != expected_version:
        raise _changed_since(session, order, expected_version)
    if expected_response is not None and order.response_version > expected_response:
        _check_unanswered(session, order, expected_response)
    decided = _decide(session, order, _concerned(session, order, answer), answer)
    return _write(session, order, decided, answer)


def undo_response(session: Session, order_id: UUID, response_version: int) -> Response:
    """The response that restores what held before; raises TooLateToUndoError once the answer has left."""
    order = get_or_404(session, Order, order_id, lock=True)
    if not is_seller(order.direction):
        raise SellerOnlyError("Only the seller answers an order.")
    undone = session.scalars(
        select(Response).where(Response.order_id == order.id, Response.version == response_version)
    ).one_or_none()
    if undone is None or undone.version != order.response_version or undone.outcome == Outcome.WITHDRAWN:
        raise TooLateToUndoError("This answer was followed by another and cannot be undone.")
    _take_back(session, undone)
    now = clock.now()
    undone.undone_at = now
    # Somebody who goes back in the browser and sends that form again means it: it must not be told "done".
    undone.client_token = None
    session.flush()
    lines = _lines(session, order)
    _restore(session, order, lines)
    response = _response_row(order, Outcome.WITHDRAWN, "undone", {"undoes": undone.version})
    order.response_version = response.version
    session.add(response)
    history.record(
        session,
        "order.answer_undone",
        _subject(order),
        causation_id=undone.id,
        version=response.version,
        undone_version=undone.version,
        outbound_id=str(undone.outbound_id) if undone.outbound_id else None,
        state=order.state,
    )
    audit.record(
        session, "order.answer_undone", "order", order.id, number=order.number, version=undone.version
    )
    session.flush()
    return response


class Undoable(Protocol):
    """What tells whether a response can still be taken back, as a table or a page holds it."""

    @property
    def outcome(self) -> str: ...
    @property
    def undone_at(self) -> dt.datetime | None: ...
    @property
    def at(self) -> dt.datetime: ...


def can_undo(response: Undoable) -> bool:
    """Whether the undo button is worth showing."""
    withdrawn = response.outcome == Outcome.WITHDRAWN or response.undone_at is not None
    return not withdrawn and clock.now() < response.at + UNDO_WINDOW


def _find_repeated(session: Session, order: Order, answer: Answer) -> Response | None:
    if answer.client_token is None:
        return None
    found = session.scalar(
        select(Response).where(Response.order_id == order.id, Response.client_token == answer.client_token)
    )
    if found is not None and found.client_digest != answer.digest:
        raise TokenReusedError(
            "This form was sent before and said something else. The first answer holds.",
            version=found.version,
        )
    return found


def _check_unanswered(session: Session, order: Order, known: int) -> None:
    # An answer that was taken back meanwhile stands in nobody's way.
    newer = session.scalars(
        select(Response)
        .where(
            Response.order_id == order.id,
            Response.version > known,
            Response.outcome != Outcome.WITHDRAWN,
            Response.undone_at.is_(None),
        )
        .order_by(Response.version.desc())
        .limit(1)
    ).one_or_none()
    if newer is not None:
        raise OrderAnsweredError(
            "%(name)s answered the order %(number)s while you were answering it. Nothing was sent.",
            name=newer.actor_name,
            number=order.number,
            version=newer.version,
            outcome=newer.outcome,
        )


def _changed_since(session: Session, order: Order, seen: int) -> OrderChangedError:
    versions = session.scalars(
        select(OrderVersion)
        .where(OrderVersion.order_id == order.id, OrderVersion.number > seen)
        .order_by(OrderVersion.number)
    )
    return OrderChangedError(
        "The buyer changed the order %(number)s while you were answering it. Nothing was sent.",
        number=order.number,
        version=order.version,
        changes=[{"version": v.number, **change} for v in versions for change in v.changes],
    )


def _lines(session: Session, order: Order) -> Sequence[OrderLine]:
    return session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.position, OrderLine.id)
    ).all()


def _concerned(session: Session, order: Order, answer: Answer) -> Sequence[OrderLine]:
    """The lines that the answer speaks of: those it names, or every open one; of a long order not the rest."""
    wanted = select(OrderLine).where(OrderLine.order_id == order.id)
    if answer.action is None:
        wanted = wanted.where(OrderLine.line_key.in_([one.line_key for one in answer.lines]))
    else:
        wanted = wanted.where(OrderLine.state.in_(sorted(OPEN_LINES)))
    return session.scalars(wanted.order_by(OrderLine.position, OrderLine.id)).all()


_OTHERS = """
select state, max(confirmed_date) from order_line
where tenant_id = %(tenant_id)s and order_id = %(order_id)s and not id = any(cast(%(answered)s as uuid[]))
group by state
"""


def _others(session: Session, order: Order, answered: Sequence[AnsweredLine]) -> list[StatesOfLines]:
    """Where the order's other lines stand, one entry for each state."""
    ids = [one.line.id for one in answered]
    values = {"tenant_id": order.tenant_id, "order_id": order.id, "answered": ids}
    return [StatesOfLines(*row) for row in run(session, _OTHERS, values)]


def _decide(session: Session, order: Order, lines: Sequence[OrderLine], answer: Answer) -> _Decided:
    today = _today(session)
    asked = _asked(session, lines)
    answered = list(_check(lines, asked, answer, today))
    ruling = rules.resolve(session, ACCEPTANCE_RULE, order.partner_id, built_in={"accept": _EVERY_ANSWER})
    if ruling.value.get("accept") != _EVERY_ANSWER:
        raise UnknownRuleError(
            "The rule %(rule)s (%(level)s, version %(version)s) asks for something that is not known here.",
            rule=ruling.name,
            level=ruling.level.value,
            version=ruling.version,
        )
    outcome = answers.outcome(answers.line_state(one.parts) for one in answered)
    return _Decided(answered, outcome, ruling, today)


def _today(session: Session) -> dt.date:
    tenant = session.get_one(Tenant, current_scope().tenant_id)
    return clock.now().astimezone(ZoneInfo(tenant.time_zone)).date()


def _asked(session: Session, lines: Sequence[OrderLine]) -> dict[UUID, list[answers.Demand]]:
    # By line and not by order: that is what they are indexed by.
    wanted = select(OrderSchedule).where(OrderSchedule.line_id.in_([line.id for line in lines]))
    versions = {line.id: line.version for line in lines}
    schedules: dict[UUID, list[OrderSchedule]] = defaultdict(list)
    for schedule in session.scalars(wanted):
        if versions[schedule.line_id] == schedule.version:
            schedules[schedule.line_id].append(schedule)
    return {line.id: answers.demands(schedules[line.id], line) for line in lines}


def _check(
    lines: Sequence[OrderLine],
    asked: dict[UUID, list[answers.Demand]],
    answer: Answer,
    today: dt.date,
) -> list[AnsweredLine]:
    if answer.action is None:
        return _check_lines(lines, asked, answer, today)
    open_lines = [line for line in lines if line.state in OPEN_LINES]
    if not open_lines:
        raise NothingOpenError("Every line of this order has its answer already.")
    if answer.action is AnswerAction.ACCEPT_ALL:
        return [AnsweredLine(line, answers.accept_all(asked[line.id])) for line in open_lines]
    return [AnsweredLine(line, answers.reject_all(asked[line.id], answer, line)) for line in open_lines]


def _check_lines(
    lines: Sequence[OrderLine],
    asked: dict[UUID, list[answers.Demand]],
    answer: Answer,
    today: dt.date,
) -> list[AnsweredLine]:
    by_key = {line.line_key: line for line in lines}
    keys = [one.line_key for one in answer.lines]
    if not keys or len(set(keys)) != len(keys):
        raise EmptyAnswerError("Answer each line once, and at least one of them.")
    answered = []
    for one in answer.lines:
        line = by_key.get(one.line_key)
        if line is None:
            raise UnknownLineError("The order has no line %(line)s.", line=one.line_key)
        if line.state not in OPEN_LINES:
            raise LineNotOpenError(
                "Line %(line)s has its answer already.", line=one.line_key, state=line.state
            )
        answered.append(AnsweredLine(line, answers.check_line(line, asked[line.id], one, today)))
    return answered


def _write(session: Session, order: Order, decided: _Decided, answer: Answer) -> Response:
    others = _others(session, order, decided.lines)
    response = _response_row(order, decided.outcome, "accepted", decided.ruling.origin())
    if answer.client_token is not None:
        response.client_token, response.client_digest = answer.client_token, answer.digest
    order.response_version = response.version
    earlier = _history(session, order) if any(one.line.answered_version for one in decided.lines) else {}
    for one in decided.lines:
        given = LineAnswered(response.id, order.version, one.line.version, tuple(one.parts))
        project_line(one.line, [*earlier.get(one.line.id, ()), given])
    project_order(order, [*others, *(one.line for one in decided.lines)])
    is_whole_order = all(each.state == LineState.CANCELLED for each in others)
    response.outbound_id = _send(session, order, decided, is_whole_order=is_whole_order)
    session.add(response)
    session.flush()
    insert_rows(session, Confirmation, _confirmation_rows(order, response, decided.lines))
    _tell(session, order, response, decided)
    session.flush()
    return response


def _response_row(order: Order, outcome: Outcome, decision: str, rule: dict[str, Any]) -> Response:
    scope = current_scope()
    return Response(
        id=new_id(),
        partner_id=order.partner_id,
        order_id=order.id,
        version=order.response_version + 1,
        order_version=order.version,
        outcome=outcome.value,
        decision=decision,
        rule=rule,
        channel=scope.channel.value,
        actor_id=scope.actor.id,
        actor_name=scope.actor.name,
        at=clock.now(),
    )


def _send(session: Session, order: Order, decided: _Decided, *, is_whole_order: bool) -> UUID | None:
    if order.answer_agreement_id is None or order.answer_to_id is None:
        return None
    message = build_response(
        order,
        decided.lines,
        outcome=decided.outcome,
        is_whole_order=is_whole_order,
        response_date=decided.today,
    )
    return outbox.enqueue(
        session,
        outbox.compose(
            message=message,
            document="855",
            partner_id=order.partner_id,
            exchanged_with_id=order.answer_to_id,
            agreement_id=order.answer_agreement_id,
            subject=_subject(order),
            business_number=order.number,
            not_before=clock.now() + UNDO_WINDOW,
            caused_by_id=order.source_message_id,
        ),
    )


def _confirmation_rows(
    order: Order, response: Response, answered: Sequence[AnsweredLine]
) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "partner_id": order.partner_id,
            "order_id": order.id,
            "response_id": response.id,
            "line_id": one.line.id,
            "line_version": one.line.version,
            "sequence": sequence,
            "status": part.status.value,
            "quantity": part.quantity,
            "unit": one.line.unit,
            "promised_date": part.promised_date,
            "reason_code": part.reason.value if part.reason else None,
            "reason_text": part.reason_text,
        }
        for one in answered
        for sequence, part in enumerate(one.parts, start=1)
    ]


def _tell(session: Session, order: Order, response: Response, decided: _Decided) -> None:
    states = [one.line.state for one in decided.lines]
    history.record(
        session,
        "order.answered",
        _subject(order),
        causation_id=response.id,
        version=response.version,
        order_version=order.version,
        outcome=decided.outcome.value,
        decision=response.decision,
        rule=response.rule,
        lines={state: states.count(state) for state in sorted(set(states))},
        state=order.state,
        outbound_id=str(response.outbound_id) if response.outbound_id else None,
        sends_at=(response.at + UNDO_WINDOW).isoformat() if response.outbound_id else None,
        promised_in_the_past=_in_the_past(decided),
    )
    audit.record(
        session,
        "order.answered",
        "order",
        order.id,
        number=order.number,
        version=response.version,
        outcome=decided.outcome.value,
    )


def _in_the_past(decided: _Decided) -> list[str]:
    # Not refused: goods that are under way or delivered already are confirmed late every day.
    return [
        one.line.line_key
        for one in decided.lines
        if any(part.promised_date is not None and part.promised_date < decided.today for part in one.parts)
    ][:_WARN_LINES]


def _take_back(session: Session, undone: Response) -> None:
    if undone.undone_at is not None:
        raise TooLateToUndoError("This answer was followed by another and cannot be undone.")
    if undone.outbound_id is not None:
        # The row decides: either it is taken back here, or the worker has it.
        if not outbox.cancel_pending(session, undone.outbound_id):
            raise TooLateToUndoError("This answer has left already and cannot be undone.")
    elif clock.now() >= undone.at + UNDO_WINDOW:
        raise TooLateToUndoError("This answer is too old to be undone.")


def _restore(session: Session, order: Order, lines: Sequence[OrderLine]) -> None:
    standing = _history(session, order)
    for line in lines:
        project_line(line, standing.get(line.id, ()))
    project_order(order, lines)


def _history(session: Session, order: Order) -> dict[UUID, list[LineAnswered]]:
    rows = session.execute(
        select(Confirmation, Response.order_version)
        .join(Response, Response.id == Confirmation.response_id)
        .where(Confirmation.order_id == order.id, Response.undone_at.is_(None))
        .order_by(Response.version, Confirmation.line_id, Confirmation.sequence)
    )
    grouped: dict[tuple[UUID, UUID], tuple[Confirmation, int, list[Part]]] = {}
    for confirmation, order_version in rows:
        key = (confirmation.response_id, confirmation.line_id)
        grouped.setdefault(key, (confirmation, order_version, []))[2].append(part_of(confirmation))
    found: dict[UUID, list[LineAnswered]] = defaultdict(list)
    for confirmation, order_version, parts in grouped.values():
        found[confirmation.line_id].append(
            LineAnswered(confirmation.response_id, order_version, confirmation.line_version, tuple(parts))
        )
    return found


def part_of(row: Confirmation) -> Part:
    """The part of an answer that a confirmation keeps."""
    reason = ReasonCode(row.reason_code) if row.reason_code else None
    return Part(DeliveryStatus(row.status), row.quantity, row.promised_date, reason, row.reason_text)


def _subject(order: Order) -> history.Subject:
    return history.Subject("order", order.id, order.partner_id, order.revision)
