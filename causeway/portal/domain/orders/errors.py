"""What the orders refuse; the sentences are templates over the parameters, so that a page can translate them."""

from causeway.tenants.errors import ConflictError, DomainError, NotPermittedError


class OrderChangedError(ConflictError):
    """The buyer changed the order since the caller looked; `parameters` hold `version` and `changes`."""

    code = "order_changed"


class OrderAnsweredError(ConflictError):
    """A colleague answered the order since the caller looked; `parameters` hold `name`, `version` and `outcome`."""

    code = "order_answered"


class TokenReusedError(ConflictError):
    """The form was sent before with another content; what it said then holds."""

    code = "answer_token_reused"


class SellerOnlyError(NotPermittedError):
    """Only the seller's side answers an order: the supplier its purchase order, our staff a distributor's."""

    code = "seller_only"


class NothingOpenError(DomainError):
    """Every line has its answer already."""

    code = "nothing_open"


class LineNotOpenError(ConflictError):
    """The line has its answer already, or is cancelled."""

    code = "line_not_open"


class UnknownLineError(DomainError):
    """The order has no such line."""

    code = "line_unknown"


class EmptyAnswerError(DomainError):
    """The answer names no line, a line without a delivery, or one line twice."""

    code = "answer_empty"


class SplitSumError(DomainError):
    """Deliveries and rejected quantity do not add up to what was ordered."""

    code = "split_sum"


class OverConfirmedError(SplitSumError):
    """More is confirmed than was ordered."""

    code = "over_confirmed"


class InvalidQuantityError(DomainError):
    """A quantity is above zero and has no more decimals than its unit takes."""

    code = "quantity_invalid"


class ReasonRequiredError(DomainError):
    """Whoever rejects, reduces or delays says why, with a code of the list."""

    code = "reason_required"


class ImplausibleDateError(DomainError):
    """The date is years away, which is a typing mistake."""

    code = "date_implausible"


class UnknownRuleError(DomainError):
    """The rule that decides on answers says something this version does not know."""

    code = "rule_unknown"


class TooLateToUndoError(ConflictError):
    """The answer left already, or was followed by another."""

    code = "too_late_to_undo"
