"""Telling an older change from a newer one by what the sender gave: a sequence, else dates, else control numbers."""

from typing import Any

from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.canonical.orders import OrderChange

_IN_ORDER = ("sequence", "date", "written_at", "control", "set")


def stamp_of(header: MessageHeader, change: OrderChange | None = None) -> dict[str, Any]:
    """What tells this message's place among the others of its order; what was not sent is left out."""
    written = header.written_at
    stamp = {
        "sequence": change.change_sequence if change else None,
        "date": change.change_date.isoformat() if change and change.change_date else None,
        "written_at": f"{written.date}T{written.time}" if written and written.time else None,
        "control": header.interchange_control,
        "set": header.sequence_in_group,
    }
    return {name: value for name, value in stamp.items() if value is not None}


def is_newer(stamp: dict[str, Any], last: dict[str, Any]) -> bool:
    """Whether a change comes after the last one applied; where nothing tells, it does not (a person decides)."""
    if "sequence" in stamp and "sequence" in last:
        # A sequence is a statement; what stands beside it is not asked.
        return _number(stamp["sequence"]) > _number(last["sequence"])
    for name in _IN_ORDER[1:]:
        if name in stamp and name in last and stamp[name] != last[name]:
            return _number(stamp[name]) > _number(last[name])
    return False


def is_older(stamp: dict[str, Any], last: dict[str, Any]) -> bool:
    """Whether a change was written before the order that it changes."""
    return "written_at" in stamp and "written_at" in last and stamp["written_at"] < last["written_at"]


def _number(value: Any) -> tuple[int, str]:
    text = str(value).strip()
    # Numbers compare as numbers, everything else as text behind them.
    return (int(text), "") if text.isascii() and text.isdigit() else (0, text)
