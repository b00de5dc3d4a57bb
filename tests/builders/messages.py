"""Any canonical message, for properties: a strategy made from the types of its fields."""

import datetime as dt
import types
import typing
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import strategies as st

_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    int: st.integers(0, 10**6),
    bool: st.booleans(),
    Decimal: st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    ),
    dt.date: st.dates(),
    dt.time: st.times(),
    UUID: st.uuids(),
    type(None): st.none(),
}
_EXAMPLES: dict[Any, Any] = {
    str: "A1",
    int: 1,
    bool: False,
    Decimal: Decimal(1),
    dt.date: dt.date(2026, 3, 2),
    UUID: UUID(int=7),
}


def any_message(message_type: type[Any]) -> st.SearchStrategy[Any]:
    """Messages of that type with any of their fields filled."""
    return _struct(message_type, 5)


def message_of(message_type: type[Any], **fields: Any) -> Any:
    """The smallest message of that type with those fields."""
    return _smallest(message_type, fields)


def _smallest(struct: type[Any], given: dict[str, Any]) -> Any:
    hints = typing.get_type_hints(struct)
    needed = [field.name for field in msgspec.structs.fields(struct) if field.required]
    return struct(**{name: _example(hints[name]) for name in needed} | given)


def _example(hint: Any) -> Any:
    if hint in _EXAMPLES:
        return _EXAMPLES[hint]
    return next(iter(hint)) if issubclass(hint, Enum) else _smallest(hint, {})


@cache
def _struct(struct: type[Any], depth: int) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(struct)
    fields = {field.name: field for field in msgspec.structs.fields(struct)}
    required = {n: _of(hints[n], depth - 1) for n, field in fields.items() if field.required}
    optional = {n: _of(hints[n], depth - 1) for n, field in fields.items() if not field.required}
    chosen = st.fixed_dictionaries(required, optional=optional if depth > 0 else {})
    return chosen.map(lambda values: struct(**values))


def _of(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*[_of(argument, depth) for argument in arguments])
    if origin is tuple:
        return st.lists(_of(arguments[0], depth), max_size=2).map(tuple) if depth > 0 else st.just(())
    if origin is dict:
        return st.dictionaries(_TEXT, _TEXT, max_size=2)
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    return st.deferred(lambda: _struct(hint, depth))
