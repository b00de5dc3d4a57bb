"""What may be attached to a document or to a line: references, dates and windows, notes."""

from collections.abc import Iterable, Sequence
from typing import Any

from causeway.gateway.canonical.references import Note, NotePurpose, Reference
from causeway.gateway.canonical.times import Moment, OtherDate, Window
from causeway.gateway.formats.x12.meanings import DATE_CODES, REFERENCE_CODES
from causeway.gateway.formats.x12.write_envelope import lines_of
from causeway.gateway.formats.x12.writing.base import Writer
from causeway.gateway.formats.x12.writing.values import Default, as_sent, time

# A window's field, and the qualifiers (374) of its beginning, of its end, and of both in one.
WindowCodes = tuple[str, str, str, str]
REQUESTED: tuple[WindowCodes, ...] = (
    ("requested_delivery", "064", "063", "002"),
    ("requested_ship", "037", "038", "010"),
)
PROMISED: tuple[WindowCodes, ...] = (
    ("promised_delivery", "", "067", "067"),
    ("promised_ship", "", "068", "068"),
)
_REQUIRED_BY = "x12:374:106"
_LONGEST_TEXT = 264


# references


def write_reference(w: Writer, reference: Reference) -> None:
    """One REF."""
    code = w.code(reference.as_sent, "128", REFERENCE_CODES, reference.kind, "REF01")
    w.add("REF", code, reference.number or "", reference.description or "")


def write_references(w: Writer, references: Sequence[Reference], notes: Sequence[Note]) -> None:
    """The REFs: all references but those that an N9 carries, with its date or above its text."""
    spoken_for = _in_n9(references, notes)
    for at, reference in enumerate(references):
        if at not in spoken_for:
            write_reference(w, reference)


def _in_n9(references: Sequence[Reference], notes: Sequence[Note]) -> dict[int, Note | None]:
    """Index of each reference that an N9 carries, with the note whose text stands below it.

    N9 follows REF in every guide, so the last reference with the note's qualifier is the one above its text.
    """
    found: dict[int, Note | None] = {
        at: None for at, reference in enumerate(references) if reference.date is not None
    }
    taken: set[int] = set()
    for note in reversed(notes):
        if as_sent(note.as_sent, "128"):
            alike = [
                at
                for at, reference in enumerate(references)
                if reference.as_sent == note.as_sent and at not in taken
            ]
            if alike:
                taken.add(alike[-1])
                found[alike[-1]] = note
    return found


# dates


def write_windows(w: Writer, owner: Any, windows: Iterable[WindowCodes]) -> None:
    """A DTM for each end of the owner's windows, one where both ends are the same."""
    for name, *codes in windows:
        window: Window | None = getattr(owner, name)
        if window is not None:
            _write_window(w, window, owner.dates, codes)


def _write_window(w: Writer, window: Window, dates: Sequence[OtherDate], codes: Sequence[str]) -> None:
    for code, at in window_dates(w, window, codes):
        # A required-by date (106) that closes the window stands among the dates with its own word.
        if not (code == "063" and any(date.as_sent == _REQUIRED_BY and date.at == at for date in dates)):
            write_dtm(w, code, at)


def window_dates(w: Writer, window: Window | None, codes: Sequence[str]) -> list[tuple[str, Moment]]:
    """Qualifier and moment of a window's ends; an end without a qualifier is told as lost."""
    if window is None:
        return []
    earliest_code, latest_code, both_code = codes
    if window.earliest == window.latest and window.latest is not None:
        return [(both_code, window.latest)]
    found = []
    for code, at in ((earliest_code, window.earliest), (latest_code, window.latest)):
        if at is not None and code:
            found.append((code, at))
        elif at is not None:
            w.lose("DTM", at.date.isoformat())
    return found


def write_dates(w: Writer, dates: Iterable[OtherDate]) -> None:
    """A DTM for each date that has no field of its own."""
    for date in dates:
        write_dtm(w, date_code(w, date, "DTM01"), date.at)
        if date.until is not None:
            w.lose("DTM", date.until.date.isoformat())


def date_code(w: Writer, date: OtherDate, place: str) -> str:
    """The qualifier (374) of a date."""
    return w.code(date.as_sent, "374", DATE_CODES, date.kind, place)


def write_dtm(w: Writer, code: str, at: Moment | None) -> None:
    """One DTM; nothing for None."""
    if at is not None:
        w.add("DTM", code, w.day(at.date), time(at), at.offset or "")


# notes


def write_nte(w: Writer, notes: Iterable[Note]) -> None:
    """The notes that were read from NTE of such a set; any other text is an N9 with MSG."""
    for note in notes:
        if _stands_alone(w, note) and note.as_sent:
            w.add("NTE", as_sent(note.as_sent, "363"), note.text)


def write_msg(w: Writer, notes: Iterable[Note]) -> None:
    """The notes that were read from MSG that stood alone in such a set."""
    for note in notes:
        if _stands_alone(w, note) and not note.as_sent:
            w.add("MSG", note.text)


def write_packing_notes(w: Writer, notes: Iterable[Note]) -> None:
    """PKG with a text, as it was read."""
    for note in notes:
        if is_packing(w, note):
            w.add("PKG", Default("F"), as_sent(note.as_sent, "753"), "", "", note.text)


def is_packing(w: Writer, note: Note) -> bool:
    """Whether a note came in a PKG of such a set."""
    if not w.is_homecoming or note.purpose is not NotePurpose.PACKING:
        return False
    return note.as_sent is None or bool(as_sent(note.as_sent, "753"))


def _stands_alone(w: Writer, note: Note) -> bool:
    if not w.is_homecoming or "\n" in note.text or is_packing(w, note):
        return False
    return note.as_sent is None or bool(as_sent(note.as_sent, "363"))


def write_notes(w: Writer, notes: Sequence[Note], references: Sequence[Reference] = ()) -> None:
    """The N9 loops: references with a date, and notes below the reference that they were sent with."""
    carried = sorted(_in_n9(references, notes).items())
    for note in notes:
        if _stands_alone(w, note) or is_packing(w, note):
            continue
        own = next((at for at, other in carried if other is note), None)
        while own is not None and carried and carried[0][0] <= own:
            at, below = carried.pop(0)
            _write_n9(w, references[at], below)
        if own is None:
            w.add("N9", as_sent(note.as_sent, "128") or "ZZ", "", note.purpose.value)
            _write_text(w, note)
    for at, below in carried:
        _write_n9(w, references[at], below)


def _write_n9(w: Writer, reference: Reference, note: Note | None) -> None:
    code = w.code(reference.as_sent, "128", REFERENCE_CODES, reference.kind, "N901")
    w.add("N9", code, reference.number or "", reference.description or "", w.day(reference.date))
    if note is not None:
        _write_text(w, note)


def _write_text(w: Writer, note: Note) -> None:
    for text in lines_of(note.text, _LONGEST_TEXT):
        w.add("MSG", text)
