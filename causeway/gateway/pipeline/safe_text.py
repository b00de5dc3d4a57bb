"""Text from a partner that Postgres can keep: it takes no NUL and no half of a surrogate pair."""

import re
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile(rb"\\u(?:0000|d[89a-f])", re.IGNORECASE)


def may_be_unstorable(encoded: bytes) -> bool:
    """Whether JSON holds an escape of such a character; a look at the bytes is much cheaper than one at each string."""
    return _ESCAPED.search(encoded) is not None


def storable(value: Any) -> Any:
    """The value, of any nesting, with characters that cannot be kept shown as U+FFFD."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(name): storable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [storable(part) for part in value]
    return value
