"""`validate --second-opinion`: what pyx12 says of each set, beside what we say. It says nothing about the exit status."""

from collections.abc import Iterator
from typing import Any

from causeway.gateway.formats.base import describe
from causeway.gateway.formats.x12 import find_guide, second_opinion
from causeway.gateway.formats.x12.second_opinion import Comparison, Row, Side
from causeway.gateway.pipeline.x12_terms import read_options
from causeway.portal.cli.edi.opening import EdiFile, ReadSet, UnusableError
from causeway.portal.cli.edi.reports import set_line
from causeway.portal.cli.edi.words import language, say


def require() -> None:
    """UnusableError with the way to get pyx12 where it is not there."""
    if not second_opinion.installed():
        raise UnusableError(say("second_not_installed"))


def opinion_on(opened: EdiFile, read: ReadSet) -> Comparison | None:
    """Both sides on one set; None where nobody can be asked: no guide for it, or a set too large to have been kept."""
    member = read.transaction_set
    guide = find_guide(member.set_id, read.group.version)
    if guide is None or member.is_too_large:
        return None
    reading = read.reading
    was_read = reading.message is not None or reading.reason == "document_rejected"
    return second_opinion.beside(
        member, guide, read_options(opened.terms), reading.problems if was_read else None
    )


def lines(read: ReadSet, found: Comparison | None) -> Iterator[str]:
    """The comparison for a person."""
    yield say("second_set", set=set_line(read), verdict=_verdict(found))
    if found is None:
        return
    for row in found.rows:
        yield "  " + _line(row)
    for remark in found.remarks:
        yield "  " + second_opinion.remark_sentence(remark, language())


def _verdict(found: Comparison | None) -> str:
    if found is None:
        return say("second_not_asked")
    if not found.opinion.is_complete:
        return say("second_incomplete")
    if found.agrees:
        return say("second_both_accept" if found.we_accept else "second_both_refuse")
    return say("second_we_accept" if found.we_accept else "second_they_accept")


def _line(row: Row) -> str:
    """Who says it and where; our sentence where there is one, and pyx12's own words (English) where we have none."""
    text = describe(row.ours, language()) if row.ours else ""
    if row.ours and row.side in (Side.BOTH, Side.OURS):
        severity = say(f"severity_{row.ours.severity.value}")
        text = say("second_severity", severity=severity, text=text)
    theirs = row.theirs.text if row.theirs and row.side in (Side.PLACE, Side.THEIRS) else ""
    return say(
        f"second_{row.side.value}",
        kind=second_opinion.kind_name(row.kind, language()),
        place=row.label or "?",
        segment=row.segment or "?",
        ours=text,
        theirs=theirs,
    )


def plain(read: ReadSet, found: Comparison | None) -> dict[str, Any]:
    """The comparison for a machine; `rows` is empty and the verdicts are null where pyx12 was not asked."""
    member = read.transaction_set
    return {
        "set": {"id": member.set_id, "control_number": member.control_number},
        "asked": found is not None,
        "complete": found.opinion.is_complete if found else None,
        "agrees": found.agrees if found else None,
        "we_accept": found.we_accept if found else None,
        "pyx12_accepts": found.they_accept if found else None,
        "rows": [_plain_row(row) for row in found.rows] if found else [],
        "remarks": [_plain_remark(code) for code in found.remarks] if found else [],
    }


def _plain_row(row: Row) -> dict[str, Any]:
    ours, theirs = row.ours, row.theirs
    return {
        "side": row.side.value,
        "kind": row.kind.value if row.kind else None,
        "place": row.label or None,
        "segment": row.segment,
        "ours": {"code": ours.code, "severity": ours.severity.value, "value": ours.value} if ours else None,
        "pyx12": {"code": theirs.code, "text": theirs.text, "value": theirs.value} if theirs else None,
    }


def _plain_remark(code: str) -> dict[str, Any]:
    english, chinese = (second_opinion.remark_sentence(code, locale) for locale in ("en", "zh_CN"))
    return {"code": code, "text": {"en": english, "zh": chinese}}
