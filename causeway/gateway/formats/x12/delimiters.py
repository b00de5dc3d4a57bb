"""The four characters of an interchange, and what may be forgiven when reading one."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from causeway.gateway.canonical.orders import QuantityMeaning

Charset = Literal["utf-8", "latin-1", "gb18030", "ascii"]


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The characters in use; no component separator where ISA16 was left out, no repetition below 00402."""

    element: str = "*"
    component: str | None = ":"
    repetition: str | None = None
    terminator: str = "~"


class Leniency(StrEnum):
    """A departure from the standard that does not change the meaning. Each leaves one problem where it was used."""

    BYTE_ORDER_MARK = "byte_order_mark"
    LINE_BREAKS = "line_breaks"
    BLANKS_BETWEEN_SEGMENTS = "blanks_between_segments"
    WRAPPED_LINES = "wrapped_lines"
    LINE_BREAK_IN_SEGMENT = "line_break_in_segment"
    TERMINATOR_MISSING = "terminator_missing"
    LAST_TERMINATOR_MISSING = "last_terminator_missing"
    EMPTY_SEGMENT = "empty_segment"
    UNPADDED_ISA = "unpadded_isa"
    COMPONENT_SEPARATOR_MISSING = "component_separator_missing"
    TRAILING_SEPARATORS = "trailing_separators"
    TRAILING_BLANKS = "trailing_blanks"
    SEGMENT_OUT_OF_ORDER = "segment_out_of_order"
    SEGMENT_MISPLACED = "segment_misplaced"
    SEPARATOR_IN_ELEMENT = "separator_in_element"


# So common, and so plainly meant, that they are noted and not warned about.
ORDINARY = frozenset({Leniency.LINE_BREAKS})
HARMLESS = frozenset(Leniency)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a partner's files. A leniency that is not allowed is still read, as an error instead of a warning."""

    charset: Charset = "utf-8"
    leniencies: frozenset[Leniency] = field(default=HARMLESS)
    max_set_bytes: int = 20_000_000
    max_set_segments: int = 500_000
    max_problems: int = 1_000
    # What POC03 of an order change states; the standard leaves it to the partners.
    quantity_means: QuantityMeaning = QuantityMeaning.UNKNOWN


DEFAULT_OPTIONS = ReadOptions()
