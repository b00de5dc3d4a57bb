"""What the business does with a canonical message; the tables are empty here and filled by the application's bindings.

The one place where a call goes up a floor: the pipeline asks here and knows no business module.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from causeway.gateway.canonical.base import Message
from causeway.gateway.canonical.intake import Intake, MessageContext

MessageType = TypeVar("MessageType", bound=Message)
Handler = Callable[[Session, Any, MessageContext], Intake]

_handlers: dict[type[Message], Handler] = {}


def register_handler(
    message_type: type[MessageType], handler: Callable[[Session, MessageType, MessageContext], Intake]
) -> None:
    """Let the business take messages of that type; binding the same one twice is fine, another one is a mistake."""
    known = _handlers.setdefault(message_type, handler)
    if known is not handler:
        raise ValueError(f"{message_type.__name__} has a handler already")


def handler_for(message: Message) -> Handler | None:
    """Who takes that message, None where nobody does (yet)."""
    return _handlers.get(type(message))


def clear() -> None:
    """Forget every binding, so that another application (a test's) can bind its own."""
    _handlers.clear()
