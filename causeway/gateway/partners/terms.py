"""The terms of an agreement as typed values: what we accept, how we write, what is acknowledged and when.

Stored as JSON because every partner has some that nobody else has; a term that is unknown or contradictory is
refused where it is set, with a sentence, and again where it is read, because another version may have written it.
"""

import json
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import available_timezones

import msgspec

from causeway.tenants.errors import AgreementError

Charset = Literal["utf-8", "latin-1", "gb18030", "ascii"]
LineEnd = Literal["", "\n", "\r\n"]

# Departures from the standard that do not change the meaning. The engine reads them all; here they are forgiven or told.
LENIENCIES = (
    "byte_order_mark",
    "line_breaks",
    "blanks_between_segments",
    "wrapped_lines",
    "line_break_in_segment",
    "terminator_missing",
    "last_terminator_missing",
    "empty_segment",
    "unpadded_isa",
    "component_separator_missing",
    "trailing_separators",
    "trailing_blanks",
    "segment_out_of_order",
    "segment_misplaced",
    "separator_in_element",
)


class WriteDelimiters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The four characters that we write with; data that contains one of them is never written."""

    element: str = "*"
    component: str = ">"
    repetition: str = "^"
    terminator: str = "~"


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was agreed with one partner's system."""

    # Reading: the GS08 versions that are accepted (a longer GS08 that begins with one is, too).
    versions: tuple[str, ...] = ("004010", "005010")
    charset: Charset = "utf-8"
    # None forgives every harmless departure; a list forgives only those.
    leniencies: tuple[str, ...] | None = None
    duplicate_window_days: int = 180
    unknown_document: Literal["held", "rejected"] = "held"
    time_zone: str | None = None
    # What the quantity of a changed line (860 POC03) states; where nobody said, such a change waits for a person.
    quantity_means: Literal[
        "new_total", "current_total_before_change", "original_total", "delta", "unknown"
    ] = "unknown"
    # The partner's own rules on top of the guides, each as docs/edi/overlays.md says; the engine checks them.
    overlays: tuple[dict[str, Any], ...] = ()
    # Writing.
    write_version: str = "004010"
    delimiters: WriteDelimiters = WriteDelimiters()
    line_end: LineEnd = ""
    # Stands in for a delimiter that occurs in data; without one such a document is not written.
    replacement: str | None = None
    # In our answers: unit codes of the partner's own (UN/ECE Rec 20 -> theirs), and the ACK04 date qualifiers.
    units: dict[str, str] = msgspec.field(default_factory=dict)
    delivery_qualifier: str = "067"
    ship_qualifier: str = "068"
    # Acknowledging what comes in.
    functional_ack: bool = True
    # A 999 exists from 005010 on; an older group gets a 997 in any case.
    functional_ack_document: Literal["997", "999"] = "997"
    interchange_ack: Literal["never", "when_asked"] = "when_asked"
    # What we expect back: the seller's answer to an order, the receipt of what we send, and how soon.
    answer_wanted: bool = True
    ack_wanted: bool = True
    ack_hours: int = 24

    def accepts_version(self, version: str) -> bool:
        """Whether documents of that GS08 were agreed on."""
        return any(version.startswith(agreed) for agreed in self.versions)


def read_terms(stored: dict[str, Any]) -> Terms:
    """The terms in a row or a form; AgreementError with one sentence that names what is wrong."""
    return _read(json.dumps(stored))


@lru_cache(maxsize=1024)
def _read(stored: str) -> Terms:
    """Kept by what was stored: every document of an agreement asks again, and the list of time zones is a directory."""
    try:
        terms = msgspec.json.decode(stored, type=Terms)
    except msgspec.ValidationError as error:
        raise AgreementError(f"The terms cannot be read: {error}.", detail=str(error)) from error
    for sentence in _contradictions(terms):
        raise AgreementError(sentence, detail=sentence)
    return terms


def stored_terms(terms: Terms) -> dict[str, Any]:
    """The terms as they are kept: what differs from the product's own."""
    built: dict[str, Any] = msgspec.to_builtins(terms)
    return built


def _contradictions(terms: Terms) -> list[str]:
    problems = []
    chosen = terms.delimiters
    marks = (chosen.element, chosen.component, chosen.repetition, chosen.terminator)
    if any(len(mark) != 1 for mark in marks):
        problems.append("Each delimiter is one character.")
    elif len(set(marks)) != len(marks):
        problems.append("The four delimiters differ from each other.")
    elif any(mark.isalnum() or mark in " .-" for mark in marks):
        problems.append("A delimiter is no letter, digit, blank, point or minus, because data holds those.")
    if terms.replacement is not None and (len(terms.replacement) != 1 or terms.replacement in marks):
        problems.append("The replacement is one character and none of the delimiters.")
    if terms.line_end and chosen.terminator in "\r\n":
        problems.append("A line end after each segment makes no sense where the terminator is one.")
    if not terms.versions or not all(version.isdigit() for version in terms.versions):
        problems.append("Each version is written in digits as in GS08, for example 004010.")
    if not terms.write_version.isdigit():
        problems.append("The version that we write is digits as in GS08, for example 004010.")
    if terms.time_zone is not None and terms.time_zone not in available_timezones():
        problems.append(f"There is no time zone called {terms.time_zone}.")
    unknown = [name for name in terms.leniencies or () if name not in LENIENCIES]
    problems += [f"There is no leniency called {name}." for name in unknown]
    if not 1 <= terms.duplicate_window_days <= 3660:
        problems.append("The duplicate window is between 1 and 3660 days.")
    if not 1 <= terms.ack_hours <= 24 * 60:
        problems.append("An acknowledgement is expected within 1 hour to 60 days.")
    return problems
