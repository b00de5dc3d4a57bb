"""A functional acknowledgement in words: which document, which line, which element, what is wrong with it, the verdict.

Codes of AK3, AK4, AK5 and AK9 (X12 elements 720, 723, 718, 716) are told as sentences of our own.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from causeway.gateway.canonical.acknowledgements import (
    AcknowledgedSet,
    ElementError,
    FunctionalAck,
    SegmentError,
)
from causeway.gateway.canonical.codec import decode
from causeway.gateway.formats.base import Locale
from causeway.gateway.formats.x12 import element_name, segment_name
from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.messages.wire import WireSet
from causeway.portal.web.messages.words import Badge, ack_badge

SEGMENT_CODES = {
    "1": mark("The segment is not known."),
    "2": mark("The segment was not expected here."),
    "3": mark("A mandatory segment is missing here."),
    "4": mark("The loop occurs too often."),
    "5": mark("The segment occurs too often."),
    "6": mark("The segment does not belong to this document."),
    "7": mark("The segment stands out of order."),
    "8": mark("The segment has errors in its elements."),
}
ELEMENT_CODES = {
    "1": mark("A mandatory value is missing."),
    "2": mark("A value is missing that the other values require."),
    "3": mark("There are too many elements."),
    "4": mark("The value is too short."),
    "5": mark("The value is too long."),
    "6": mark("The value holds a character that is not allowed there, such as a letter in a number."),
    "7": mark("The code is not in the agreed list."),
    "8": mark("The value is not a date."),
    "9": mark("The value is not a time."),
    "10": mark("The value must not be sent together with another one."),
    "12": mark("The value is repeated too often."),
    "13": mark("The value has too many components."),
}
SET_CODES = {
    "1": mark("This kind of document is not supported."),
    "2": mark("The end of the document (SE) is missing."),
    "3": mark("The control numbers at the beginning and the end of the document differ."),
    "4": mark("The number of segments is not the one that the document claims."),
    "5": mark("One or more segments are wrong."),
    "6": mark("The document does not say which kind it is."),
    "7": mark("The control number of the document is missing or wrong."),
    "23": mark("The control number of the document was used twice in the group."),
}
GROUP_CODES = {
    "1": mark("This kind of group is not supported."),
    "2": mark("The version of the group is not supported."),
    "3": mark("The end of the group (GE) is missing."),
    "4": mark("The control numbers at the beginning and the end of the group differ."),
    "5": mark("The number of documents is not the one that the group claims."),
    "6": mark("The control number of the group is missing or wrong."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault that the acknowledgement reports."""

    sentence: str
    label: str
    name: str | None
    segment: int | None
    line: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What it says about one document."""

    document: str
    control_number: str
    badge: Badge
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcknowledgementView:
    """The whole acknowledgement: the group's verdict and one for each document it lists."""

    badge: Badge
    group_control: str | None
    functional_id: str | None
    received: int | None
    accepted: int | None
    verdicts: tuple[Verdict, ...]
    remarks: tuple[str, ...]


SetFinder = Callable[[AcknowledgedSet], WireSet | None]


def read_acknowledgement(canonical: Mapping[str, Any] | None) -> FunctionalAck | None:
    """The canonical acknowledgement in a stored message; None when it is another document."""
    if not canonical or canonical.get("message") != "functional_ack":
        return None
    message = decode(json.dumps(canonical))
    return message if isinstance(message, FunctionalAck) else None


def view_acknowledgement(ack: FunctionalAck, find_set: SetFinder, locale: Locale) -> AcknowledgementView:
    """The acknowledgement in words; `find_set` gives the document it speaks of, where the reader may see it."""
    return AcknowledgementView(
        badge=ack_badge(ack.status),
        group_control=ack.acknowledges.group_control,
        functional_id=ack.acknowledges.functional_id,
        received=ack.received,
        accepted=ack.accepted,
        verdicts=tuple(view_verdict(answered, find_set(answered), locale) for answered in ack.sets),
        remarks=_remarks([coded.value for coded in ack.codes], GROUP_CODES),
    )


def view_verdict(answered: AcknowledgedSet, wire: WireSet | None, locale: Locale) -> Verdict:
    """What is said about one document; with its segments at hand, the order line of each fault is named."""
    findings: list[Finding] = []
    for segment in answered.segments:
        findings.extend(_findings(segment, wire, locale))
    codes = [coded.value for coded in answered.codes if coded.value != "5" or not findings]
    return Verdict(
        document=answered.set_id,
        control_number=answered.control,
        badge=ack_badge(answered.status),
        findings=tuple(findings),
        remarks=_remarks(codes, SET_CODES),
    )


def _findings(segment: SegmentError, wire: WireSet | None, locale: Locale) -> Sequence[Finding]:
    line = wire.line_of(segment.position) if wire else None
    position = segment.position if wire and 0 < segment.position <= len(wire.segments) else None
    found = [_element_finding(segment, error, position, line, locale) for error in segment.elements]
    # Code 8 only says that the elements below are wrong: with them it is nothing new.
    code = segment.code or "8"
    if code != "8" or not found:
        name = segment_name(segment.segment_id, locale)
        found.append(Finding(_text(SEGMENT_CODES, code), segment.segment_id, name, position, line, None))
    return found


def _element_finding(
    segment: SegmentError, error: ElementError, position: int | None, line: str | None, locale: Locale
) -> Finding:
    tag = segment.segment_id
    number = error.position
    component = f"-{error.component}" if error.component else ""
    return Finding(
        sentence=_text(ELEMENT_CODES, error.code),
        label=f"{tag}{number:02d}{component}" if number else tag,
        name=element_name(tag, number, locale) if number else segment_name(tag, locale),
        segment=position,
        line=line,
        value=error.value,
    )


def _remarks(codes: Sequence[str], table: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_text(table, code) for code in codes)


def _text(table: Mapping[str, str], code: str) -> str:
    known = table.get(code)
    return gettext(known) if known else gettext("The partner's error code is %(code)s.", code=code)
