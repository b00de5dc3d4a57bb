"""From fields of a canonical message back to the elements they came from: the set is read once more, with marks.

Every element text carries its place; numbers and dates made from it carry it on. Enums have no marks of their own
and take those of their `_as_sent` sibling. A field without an entry was worked out (positions, kinds), not sent.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from causeway.gateway.formats.x12.envelope import TransactionSet
from causeway.gateway.formats.x12.marks import Origin, marked


def trace(transaction_set: TransactionSet, read: Callable[[TransactionSet], Any]) -> dict[str, Origin]:
    """Canonical path (`lines[0].price.amount`) to origin for all fields that were sent, in the order of the message.

    `read` reads the set it is given and answers a ReadResult: `lambda s: po_850.read(s, guide, header, options)`.
    """
    copy = replace(
        transaction_set,
        held=[
            [marked(element, (number, position)) for position, element in enumerate(segment)]
            for number, segment in enumerate(transaction_set.segments, 1)
        ],
    )
    message = read(copy).message
    if message is None:
        return {}
    found: dict[str, Origin] = {}
    for name in message.__struct_fields__:
        if name != "header":
            _collect(getattr(message, name), name, found)
    _add_enums(message, "", found)
    return found


def _collect(value: Any, path: str, found: dict[str, Origin]) -> None:
    origin = getattr(value, "origin", None)
    if origin is not None:
        found[path] = origin
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            _collect(getattr(value, name), f"{path}.{name}", found)
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            _collect(member, f"{path}[{number}]", found)


def _add_enums(value: Any, path: str, found: dict[str, Origin]) -> None:
    """An enum stands where its code as sent stands."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            below = f"{path}.{name}" if path else name
            sibling = found.get(f"{below}_as_sent") or (
                found.get(f"{path}.as_sent") if name == "kind" else None
            )
            if sibling and below not in found and getattr(value, name) is not None:
                found[below] = sibling
            _add_enums(getattr(value, name), below, found)
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            _add_enums(member, f"{path}[{number}]", found)
