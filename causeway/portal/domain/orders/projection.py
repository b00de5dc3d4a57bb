"""Where a line and its order stand now, computed from the facts: which answers there are, and which one is valid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from causeway.portal.domain.orders.answers import DeliveryStatus, Part, line_state
from causeway.portal.domain.orders.models import LineState, Order, OrderLine
from causeway.portal.domain.orders.states import may_become, order_state, reopened
from causeway.tenants import clock


@dataclass(frozen=True, slots=True)
class LineAnswered:
    """One answer that a line got and that was not taken back."""

    response_id: UUID
    order_version: int
    line_version: int
    parts: tuple[Part, ...]

    @property
    def quantity(self) -> Decimal:
        """How much will come, later or not."""
        kept = (part.quantity for part in self.parts if part.status is not DeliveryStatus.REJECT)
        return sum(kept, Decimal(0))

    @property
    def date(self) -> date | None:
        """The day by which all of it will have come, as far as that is known."""
        kept = [part for part in self.parts if part.status is not DeliveryStatus.REJECT]
        return max((part.promised_date for part in kept if part.promised_date is not None), default=None)


def project_line(line: OrderLine, answers: Sequence[LineAnswered]) -> None:
    """Set the line's projection from all of its standing answers, oldest first."""
    first = answers[0] if answers else None
    line.first_confirmed_quantity = first.quantity if first else None
    line.first_confirmed_date = first.date if first else None
    line.answered_version = max((answer.order_version for answer in answers), default=0)
    if line.state != LineState.CANCELLED:
        _validate(line, answers)


def _validate(line: OrderLine, answers: Sequence[LineAnswered]) -> None:
    valid = answers[-1] if answers and answers[-1].line_version == line.version else None
    state = line_state(valid.parts) if valid else reopened(was_answered=bool(answers))
    if state != line.state and not may_become(line.state, state):
        raise ValueError(f"a line cannot go from {line.state} to {state}")
    line.state = state.value
    line.answer_id = valid.response_id if valid else None
    line.confirmed_quantity = valid.quantity if valid else None
    line.confirmed_date = valid.date if valid else None


@dataclass(frozen=True, slots=True)
class StatesOfLines:
    """Lines in one state, and the latest day that is confirmed for one of them."""

    state: str
    confirmed_date: date | None


def project_order(order: Order, lines: Sequence[OrderLine | StatesOfLines]) -> None:
    """Set the order's projection from all of its lines, those in one state perhaps together."""
    order.state = order_state(line.state for line in lines).value
    dates = [line.confirmed_date for line in lines if line.confirmed_date is not None]
    order.confirmed_date = max(dates, default=None)
    order.revision += 1
    order.updated_at = clock.now()
