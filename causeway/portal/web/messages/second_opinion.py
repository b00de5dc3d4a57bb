"""A message checked with pyx12 while somebody waits: our findings and its own side by side, within limits of size."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from causeway.gateway.exchanges.models import Direction, Message
from causeway.gateway.exchanges.queries import MessagePage
from causeway.gateway.formats import x12
from causeway.gateway.formats.base import Locale, Problem, Severity, describe
from causeway.gateway.formats.x12 import second_opinion
from causeway.gateway.formats.x12.second_opinion import Comparison, Row, Side
from causeway.gateway.pipeline.stored_problems import restored
from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.messages.wire import WireSet, read_wire
from causeway.portal.web.messages.words import Badge

# About a second of a web worker; whatever is larger belongs on the command line.
MOST_BYTES = 200_000
MOST_SEGMENTS = 2_000
MOST_ROWS = 300
_UNREAD = ("no_guide", "version_not_agreed", "wrong_group")


class Hindrance(StrEnum):
    """Why pyx12 was not asked."""

    NOT_INSTALLED = "not_installed"
    NO_CONTENT = "no_content"
    NO_GUIDE = "no_guide"
    TOO_LARGE = "too_large"


_HINDRANCES = {
    Hindrance.NOT_INSTALLED: mark("pyx12 is not installed on this server."),
    Hindrance.NO_CONTENT: mark("The message has no content yet."),
    Hindrance.NO_GUIDE: mark("There is no X12 guide for this document in this version."),
    Hindrance.TOO_LARGE: mark(
        "The message is too large to be checked while you wait. Download it and run: causeway edi validate --second-opinion FILE"
    ),
}
_SIDES = {
    Side.BOTH: (mark("Both"), ""),
    Side.PLACE: (mark("Both, differently"), "info"),
    Side.OURS: (mark("Only we"), "warn"),
    Side.THEIRS: (mark("Only pyx12"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page."""

    side: Badge
    segment: int | None
    label: str
    kind: str
    ours: str | None
    is_error: bool
    theirs: str | None


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What the page shows; `more` counts the rows that were left out."""

    hindrance: str | None = None
    verdict: Badge | None = None
    lines: Sequence[Line] = ()
    more: int = 0
    remarks: Sequence[str] = ()


def second_opinion_on(page: MessagePage, locale: Locale) -> SecondOpinion:
    """pyx12 on this message, or why it was not asked."""
    wire = read_wire(page.message)
    version = page.envelope.group_version if page.envelope else None
    guide = x12.find_guide(page.message.document, version or "")
    hindrance = _hindrance(wire, guide)
    if hindrance is not None or wire is None or guide is None:
        return SecondOpinion(gettext(_HINDRANCES[hindrance or Hindrance.NO_CONTENT]))
    found = second_opinion.beside(wire.transaction_set, guide, wire.options, _told(page.message))
    return SecondOpinion(
        verdict=_verdict(found),
        lines=[_line(row, locale) for row in found.rows[:MOST_ROWS]],
        more=max(0, len(found.rows) - MOST_ROWS),
        remarks=[second_opinion.remark_sentence(code, locale) for code in found.remarks],
    )


def _told(message: Message) -> Sequence[Problem] | None:
    """What we told the sender; None for a message whose content was never read, such as one that we wrote."""
    if message.direction != Direction.IN or message.reason in _UNREAD:
        return None
    return restored(message.problems)


def _hindrance(wire: WireSet | None, guide: x12.Guide | None) -> Hindrance | None:
    if not second_opinion.installed():
        return Hindrance.NOT_INSTALLED
    if wire is None:
        return Hindrance.NO_CONTENT
    if guide is None:
        return Hindrance.NO_GUIDE
    is_large = len(wire.transaction_set.raw) > MOST_BYTES or len(wire.segments) > MOST_SEGMENTS
    return Hindrance.TOO_LARGE if is_large else None


def _verdict(found: Comparison) -> Badge:
    if not found.opinion.is_complete:
        return Badge(gettext("pyx12 had trouble of its own and did not see all of it"), "warn")
    if found.agrees:
        text = gettext("Both find it in order") if found.we_accept else gettext("Both find errors")
        return Badge(text, "ok")
    if found.we_accept:
        return Badge(gettext("pyx12 finds errors, we do not"), "warn")
    return Badge(gettext("We find errors, pyx12 does not"), "warn")


def _line(row: Row, locale: Locale) -> Line:
    side, tint = _SIDES[row.side]
    ours, theirs = row.ours, row.theirs
    return Line(
        side=Badge(gettext(side), tint),
        segment=row.segment,
        label=row.label,
        kind=second_opinion.kind_name(row.kind, locale),
        ours=describe(ours, locale) if ours else None,
        is_error=ours is not None and ours.severity in (Severity.ERROR, Severity.FATAL),
        theirs=theirs.text if theirs else None,
    )
