"""A file that came in and never became messages, as far as a page can show it: its lines, beside those it contradicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Blob, Transmission

_SHOWN_BYTES = 40_000
_MOST_LINES = 400
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of a file and whether it differs from the other file."""

    number: int
    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """The beginning of a file; `is_cut` where there is more."""

    id: UUID
    lines: Sequence[FileLine]
    size: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The file, and the earlier one with the same control number where there is one."""

    file: FileView
    earlier: FileView | None


def show(session: Session, row: Transmission) -> Shown:
    """The beginning of the file, line by line, compared with the earlier one it contradicts."""
    lines, is_cut = _read(session, row)
    earlier_row = (
        session.get(Transmission, (row.tenant_id, row.conflict_with_id)) if row.conflict_with_id else None
    )
    if earlier_row is None:
        return Shown(_view(row, lines, set(), is_cut=is_cut), None)
    earlier, earlier_is_cut = _read(session, earlier_row)
    here, there = _differences(lines, earlier)
    return Shown(
        _view(row, lines, here, is_cut=is_cut), _view(earlier_row, earlier, there, is_cut=earlier_is_cut)
    )


def _read(session: Session, row: Transmission) -> tuple[list[str], bool]:
    content = session.scalar(
        select(func.substring(Blob.content, 1, _SHOWN_BYTES)).where(Blob.id == row.blob_id)
    )
    text = bytes(content or b"").decode("utf-8", "replace")
    lines = _lines(text)
    return lines[:_MOST_LINES], row.size > _SHOWN_BYTES or len(lines) > _MOST_LINES


def _lines(text: str) -> list[str]:
    """By segments where it begins like X12, which seldom has line breaks; else by its own lines."""
    if text.startswith("ISA") and len(text) > 106:
        terminator = text[105]
        if terminator not in "\r\n":
            return [piece.strip("\r\n") + terminator for piece in text.split(terminator) if piece.strip()]
    return text.splitlines()


def _differences(here: list[str], there: list[str]) -> tuple[set[int], set[int]]:
    left: set[int] = set()
    right: set[int] = set()
    for kind, first, last, other_first, other_last in SequenceMatcher(
        None, here, there, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            left.update(range(first, last))
            right.update(range(other_first, other_last))
    return left, right


def _view(row: Transmission, lines: list[str], differing: set[int], *, is_cut: bool) -> FileView:
    return FileView(
        row.id,
        [
            FileLine(
                number,
                line[:_LONGEST_LINE] + ("…" if len(line) > _LONGEST_LINE else ""),
                number - 1 in differing,
            )
            for number, line in enumerate(lines, 1)
        ],
        row.size,
        is_cut,
    )
