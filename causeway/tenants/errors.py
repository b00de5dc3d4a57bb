"""Whose fault an error is, and with that what happens next; every error has a stable code.

Services raise these; only an edge (page, endpoint, job, pipeline) turns one into a status, a page or an
acknowledgement. The text may change, a code never does.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class CausewayError(Exception):
    """The root of our own errors: a stable `code`, an English sentence, and the values for a translation."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, code: str | None = None, **parameters: Any) -> None:
        super().__init__(message)
        self.message = message
        self.parameters: Mapping[str, Any] = parameters
        if code is not None:
            self.code = code  # type: ignore[misc]  # one class serves a family of codes


class DomainError(CausewayError):
    """A business rule refused it: 409 or 422 on a page, a rejecting line in a document."""

    code = "domain_error"


class ConflictError(DomainError):
    """The thing changed since the caller looked at it."""

    code = "conflict"


class NotFoundError(CausewayError):
    """There is no such thing, or it is another's, which the caller must not be able to tell apart."""

    code = "not_found"


class NotPermittedError(CausewayError):
    """The caller is known and may not do this."""

    code = "not_permitted"


class AgreementError(CausewayError):
    """Our own setup is incomplete or contradictory; the exchange waits for an operator and is replayed."""

    code = "agreement_error"


class RemoteError(CausewayError):
    """The other system failed; `permanent` parks the work, otherwise it is tried again."""

    code = "remote_error"

    def __init__(
        self, message: str, *, permanent: bool = False, retry_after_seconds: int | None = None
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds


class SetupError(CausewayError):
    """The installation cannot start as it is set up; the message is one line that says what to do."""

    code = "setup_error"
