"""What the code tables refuse."""

from causeway.tenants.errors import ConflictError, DomainError


class CodeAlreadyResolvedError(ConflictError):
    """Somebody explained the code meanwhile."""

    code = "code_already_resolved"


class CodeTakenError(ConflictError):
    """The code stands for something else in that table already."""

    code = "code_taken"


class InvalidTargetError(DomainError):
    """What the code is to stand for does not exist, or is of another kind."""

    code = "code_target_invalid"
