"""A canonical message as lines of JSON, each with the segment that it came from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from causeway.gateway.canonical.codec import InvalidMessageError, decode, encode
from causeway.portal.web.messages.visible import visible

Path = tuple[str | int, ...]
Origins = Mapping[Path, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One line: where it stands, what it says, and the segment and element behind it (None where there are none)."""

    number: int
    depth: int
    markup: Markup
    path: Path
    segment: int | None
    element: int | None
    # Whether the line before it came from another segment: there the segment's number is shown.
    first: bool


def in_order(stored: dict[str, Any]) -> dict[str, Any]:
    """The stored message with its fields as its schema orders them, which the database does not keep.

    What another version has written and this one cannot read is shown as it is stored.
    """
    try:
        ordered: dict[str, Any] = json.loads(encode(decode(json.dumps(stored))))
    except InvalidMessageError:
        return stored
    return ordered


def json_lines(message: Mapping[str, Any], origins: Origins) -> list[JsonLine]:
    """The message pretty-printed; a field without an origin of its own has that of what it is in."""
    below = _first_below(origins)
    lines: list[JsonLine] = []
    for depth, text, path in _walk(message, (), 0, "", last=True):
        segment, element = origins.get(path) or (_inherited(path, below), None)
        first = segment is not None and (not lines or lines[-1].segment != segment)
        lines.append(JsonLine(len(lines) + 1, depth, text, path, segment, element, first))
    return lines


def window(lines: Sequence[JsonLine], first: int, last: int) -> Sequence[JsonLine]:
    """The stretch of lines that belongs to the segments first to last: what stands beside that page of the raw text."""
    inside = [
        at for at, line in enumerate(lines) if line.segment is not None and first <= line.segment <= last
    ]
    if not inside:
        return ()
    start = 0 if first == 1 else inside[0]
    return lines[start : inside[-1] + 1]


def path_text(path: Path) -> str:
    """The path as people write it: `lines[1].quantity.value`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def parse_path(text: str) -> Path:
    """The other way round: `lines[1].quantity` as ("lines", 1, "quantity")."""
    names = text.replace("[", ".[").split(".")
    return tuple(int(name[1:-1]) if name.startswith("[") else name for name in names if name)


def _walk(
    value: Any, path: Path, depth: int, label: str, *, last: bool
) -> Iterator[tuple[int, Markup, Path]]:
    comma = "" if last else ","
    if isinstance(value, Mapping) and value:
        yield depth, _line(label, Markup("{")), path
        yield from _members([(str(key), key, part) for key, part in value.items()], path, depth)
        yield depth, Markup("}}{}").format(comma), path
    elif isinstance(value, list | tuple) and value:
        yield depth, _line(label, Markup("[")), path
        yield from _members([("", number, part) for number, part in enumerate(value)], path, depth)
        yield depth, Markup("]{}").format(comma), path
    else:
        yield depth, _line(label, _scalar(value)) + comma, path


def _members(
    members: Sequence[tuple[str, str | int, Any]], path: Path, depth: int
) -> Iterator[tuple[int, Markup, Path]]:
    for number, (label, key, part) in enumerate(members, 1):
        yield from _walk(part, (*path, key), depth + 1, label, last=number == len(members))


def _line(label: str, rest: Markup) -> Markup:
    if not label:
        return rest
    return Markup('<span class="json-key">{}</span>: {}').format(visible(_quoted(label)), rest)


def _scalar(value: Any) -> Markup:
    if isinstance(value, str):
        return Markup('<span class="json-text">{}</span>').format(visible(_quoted(value)))
    if isinstance(value, Mapping | list | tuple):
        return Markup("{}") if isinstance(value, Mapping) else Markup("[]")
    return Markup('<span class="json-number">{}</span>').format(json.dumps(value))


def _quoted(text: str) -> str:
    # Control characters become JSON escapes here; what else has no shape is made visible afterwards.
    return json.dumps(text, ensure_ascii=False)


def _first_below(origins: Origins) -> dict[Path, int]:
    """For everything that holds traced fields, the first segment that any of them came from."""
    found: dict[Path, int] = {}
    for path, (segment, _) in origins.items():
        for length in range(1, len(path) + 1):
            known = found.get(path[:length])
            found[path[:length]] = segment if known is None else min(known, segment)
    return found


def _inherited(path: Path, below: Mapping[Path, int]) -> int | None:
    """Where a field without an origin of its own belongs: to the nearest thing around it that has one."""
    for length in range(len(path), 0, -1):
        found = below.get(path[:length])
        if found is not None:
            return found
    return None
