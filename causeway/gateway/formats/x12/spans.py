"""Where each segment stands in the raw bytes, for pages that show a message with its segments marked."""

from dataclasses import dataclass

from causeway.gateway.formats.x12.delimiters import Charset, Delimiters
from causeway.gateway.formats.x12.source import Cutter, Source, readable


@dataclass(frozen=True, slots=True)
class SegmentSpan:
    """One segment of a message: its number (first = 1), tag, byte range in the whole data, text and elements."""

    number: int
    tag: str
    byte_start: int
    byte_end: int
    text: str
    elements: tuple[str, ...]


def segment_spans(
    data: bytes,
    byte_start: int,
    byte_end: int,
    delimiters: Delimiters,
    charset: Charset = "utf-8",
) -> list[SegmentSpan]:
    """The segments between two offsets of the data, such as a transaction set's, without the noise between them."""
    source = Source(data[byte_start:byte_end], charset)
    spans = []
    pieces = Cutter(delimiters).cut(source.text, 0, len(source.text))
    for number, (text, start) in enumerate(pieces, 1):
        end = source.text.find(delimiters.terminator, start)
        first = byte_start + source.byte_offset(start)
        after = min(start + len(text) if end < 0 else end + 1, len(source.text))
        shown = readable(text)
        elements = tuple(shown.split(delimiters.element))
        spans.append(
            SegmentSpan(number, elements[0], first, byte_start + source.byte_offset(after), shown, elements)
        )
    return spans
