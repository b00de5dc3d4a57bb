"""The pages of messages: the list, and one message from its bytes to its canonical form."""

from causeway.portal.web.messages.pages import blueprint

__all__ = ["blueprint"]
