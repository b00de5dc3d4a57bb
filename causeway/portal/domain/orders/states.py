"""How lines and orders move: the allowed transitions as a table, and an order's state from its lines'."""

from collections.abc import Iterable

from causeway.portal.domain.orders.models import LineState, OrderState

OPEN_LINES = frozenset({LineState.TO_CONFIRM, LineState.CHANGED})
ANSWERED_LINES = frozenset({LineState.CONFIRMED, LineState.CONFIRMED_WITH_CHANGES, LineState.REJECTED})
OPEN_ORDERS = frozenset({OrderState.TO_CONFIRM, OrderState.CHANGED, OrderState.PARTLY_CONFIRMED})

# From where a line may go where, and by what: the seller answers, the buyer changes or cancels, the seller undoes.
LINE_TRANSITIONS: dict[LineState, frozenset[LineState]] = {
    LineState.TO_CONFIRM: ANSWERED_LINES | {LineState.CANCELLED},
    # Back to the beginning where the answer that the change took the validity from is itself taken back.
    LineState.CHANGED: ANSWERED_LINES | {LineState.TO_CONFIRM, LineState.CANCELLED},
    LineState.CONFIRMED: OPEN_LINES | {LineState.CANCELLED},
    LineState.CONFIRMED_WITH_CHANGES: OPEN_LINES | {LineState.CANCELLED},
    LineState.REJECTED: OPEN_LINES | {LineState.CANCELLED},
    LineState.CANCELLED: frozenset(),
}


def may_become(current: str, following: LineState) -> bool:
    """Whether a line may go from one state to the other."""
    return following in LINE_TRANSITIONS[LineState(current)]


def reopened(*, was_answered: bool) -> LineState:
    """Where a line goes that the buyer changed: `changed` says that an answer was given and lost its validity."""
    return LineState.CHANGED if was_answered else LineState.TO_CONFIRM


def order_state(lines: Iterable[str]) -> OrderState:
    """What the states of all its lines make of the order."""
    live = {LineState(state) for state in lines} - {LineState.CANCELLED}
    if not live:
        return OrderState.CANCELLED
    if LineState.CHANGED in live:
        return OrderState.CHANGED
    if live == {LineState.TO_CONFIRM}:
        return OrderState.TO_CONFIRM
    if LineState.TO_CONFIRM in live:
        return OrderState.PARTLY_CONFIRMED
    return OrderState.REJECTED if live == {LineState.REJECTED} else OrderState.CONFIRMED
