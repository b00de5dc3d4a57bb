"""The two bases of all canonical types: a value, and a message with its tag."""

import msgspec


class Value(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A part of a message: frozen, compared by content, untracked by the collector because it cannot be cyclic."""


class Message(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True, tag_field="message"):
    """A whole message; its JSON carries the kind of message in the field `message`."""
