"""From the answer form to the domain's answer: every line is checked at once, and nothing typed is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from causeway.portal.domain.orders import answers
from causeway.portal.domain.orders.answers import Answer, AnswerAction, LineAnswer
from causeway.portal.domain.orders.models import Outcome
from causeway.portal.domain.orders.page import LineView, OrderPage, ResponseRow
from causeway.portal.web import csrf
from causeway.portal.web.i18n import gettext
from causeway.portal.web.orders import wording
from causeway.portal.web.orders.address import parse_uuid, today
from causeway.portal.web.orders.forms import (
    Choice,
    LineEntry,
    add_delivery,
    blank_line,
    deliveries_of,
    plain_quantity,
    read_line,
    reason_of,
    remove_delivery,
)
from causeway.portal.web.orders.lines import asked_of
from causeway.portal.web.orders.page import Conflict
from causeway.portal.web.problems import explain
from causeway.tenants.errors import DomainError

LONGEST_TOKEN = 64
MOST_TOLD = 20
_FIELD_OF_CODE = {"reason_required": "reason", "split_sum": "rest", "over_confirmed": "deliveries"}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form says beside its lines."""

    action: str
    version: int
    answered: int
    token: str | None
    said: str

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> "Sent":
        """The form's own fields; a version that is no number is one that never was."""
        token = form.get("token", "")
        # By name only: which quantity and which day stand together is told by their order.
        said = sorted((pair for pair in form.items(multi=True) if pair[0] != csrf.FIELD), key=itemgetter(0))
        return cls(
            action=form.get("action", "send"),
            version=_version(form.get("version", "")),
            answered=_version(form.get("answered", "")),
            token=token if 0 < len(token) <= LONGEST_TOKEN else None,
            said=repr(said),
        )


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def lines_in(form: MultiDict[str, str]) -> tuple[UUID, ...]:
    """The lines that stood on the form."""
    keys = {name.partition(".")[0] for name in form if name.endswith((".answer", ".quantity"))}
    return tuple(identifier for identifier in map(parse_uuid, sorted(keys)) if identifier is not None)


def read_entries(form: MultiDict[str, str], page: OrderPage) -> dict[UUID, LineEntry]:
    """What was typed for each open line that stood on the form."""
    day = today()
    found = {}
    for line in page.lines:
        key = str(line.row.id)
        if line.is_open and (f"{key}.quantity" in form or f"{key}.answer" in form):
            found[line.row.id] = read_line(form, key, asked_of(line), today=day)
    return found


def with_row_button(entries: Mapping[UUID, LineEntry], page: OrderPage, action: str) -> dict[UUID, LineEntry]:
    """The entries after a press on "add" or "remove" beside one of the deliveries."""
    verb, _, rest = action.partition(":")
    key, _, position = rest.partition(":")
    changed = dict(entries)
    for line in page.lines:
        entry = entries.get(line.row.id)
        if entry is None or str(line.row.id) != key:
            continue
        if verb == "add":
            changed[line.row.id] = add_delivery(entry, asked_of(line))
        elif verb == "remove" and position.isascii() and position.isdigit():
            changed[line.row.id] = remove_delivery(entry, int(position))
    return changed


def checked(entries: Mapping[UUID, LineEntry], page: OrderPage) -> dict[UUID, LineEntry]:
    """The entries with what the domain's rules find wrong in each answered line, all of it at once."""
    lines = {line.row.id: line for line in page.lines}
    return {identifier: _checked(entry, lines[identifier]) for identifier, entry in entries.items()}


def _checked(entry: LineEntry, line: LineView) -> LineEntry:
    if entry.choice is Choice.LATER or not entry.is_valid:
        return entry
    asked = answers.demands(line.schedules, line.row)
    try:
        answers.check_line(line.row, asked, _line_answer(entry, line), today())
    except DomainError as error:
        name = _FIELD_OF_CODE.get(error.code, "deliveries")
        return replace(entry, errors={**entry.errors, name: _sentence(error)})
    return entry


def _sentence(error: DomainError) -> str:
    values = {name: str(value) for name, value in error.parameters.items()}
    if error.code == "over_confirmed" and {"sum", "ordered"} <= values.keys():
        return gettext("Together %(sum)s, but only %(ordered)s are ordered.", **values)
    if error.code == "quantity_invalid" and "quantity" in values:
        return gettext("%(quantity)s is not possible: this unit is counted in whole pieces.", **values)
    if error.code == "reason_required":
        return gettext("Choose a reason: it comes later than requested, or not in full.")
    return explain(error)


def answer_of(entries: Mapping[UUID, LineEntry], page: OrderPage, sent: Sent) -> Answer:
    """The domain's answer, for the lines that have one."""
    lines = {line.row.id: line for line in page.lines}
    return Answer(
        lines=tuple(
            _line_answer(entry, lines[identifier])
            for identifier, entry in entries.items()
            if entry.choice is not Choice.LATER
        ),
        client_token=sent.token,
        said=sent.said,
    )


def _line_answer(entry: LineEntry, line: LineView) -> LineAnswer:
    return LineAnswer(line.row.line_key, deliveries_of(entry, asked_of(line)))


def whole_order_answer(form: MultiDict[str, str], sent: Sent) -> Answer:
    """The domain's answer where one button speaks for every open line."""
    entry = LineEntry(reason=form.get("reason", ""))
    return Answer(
        action=AnswerAction(sent.action),
        reason=reason_of(entry),
        reason_text=form.get("text", "").strip()[:500] or None,
        client_token=sent.token,
        said=sent.said,
    )


def after_change(entries: Mapping[UUID, LineEntry], page: OrderPage, seen: int) -> dict[UUID, LineEntry]:
    """The entries against the order as it is now: what was typed stays, but nothing counts as accepted unseen."""
    changed = {line.row.id for line in page.lines if line.row.version > seen}
    lines = {line.row.id: line for line in page.lines}
    return {
        identifier: _after_change(entry, lines[identifier]) if identifier in changed else entry
        for identifier, entry in entries.items()
    }


def _after_change(entry: LineEntry, line: LineView) -> LineEntry:
    asked = asked_of(line)
    typed = replace(entry, errors={}, deliveries=tuple(_unmarked(each) for each in entry.deliveries))
    if entry.choice is Choice.ACCEPT or (entry.choice is Choice.CHANGE and not _was_typed(entry, line)):
        return blank_line(asked)
    return typed


def _was_typed(entry: LineEntry, line: LineView) -> bool:
    """Whether the values are the seller's own, and not those that the order had before it was changed."""
    former = {
        change["field"]: change["old"]
        for change in line.changes
        if change["field"] in {"quantity", "requested_date"}
    }
    row = line.row
    quantity = str(former.get("quantity", plain_quantity(row.quantity)))
    day = str(former.get("requested_date", row.requested_date or ""))
    only = entry.deliveries[0] if len(entry.deliveries) == 1 else None
    return only is None or (only.quantity.replace(",", ""), only.day) != (quantity, day)


def _unmarked(each: Any) -> Any:
    return replace(each, quantity_error=None, day_error=None)


def change_conflict(changes: Sequence[Mapping[str, Any]]) -> Conflict:
    """What the buyer changed since the form was opened, in words."""
    return Conflict(
        gettext(
            "The buyer changed this order while you were answering. Nothing was sent; what you typed is still here."
        ),
        wording.change_sentences(changes[:MOST_TOLD]),
    )


def standing_since(page: OrderPage, known: int) -> ResponseRow | None:
    """The last answer that was given since and not taken back."""
    newer = [
        each
        for each in page.responses
        if each.version > known and each.undone_at is None and each.outcome != Outcome.WITHDRAWN
    ]
    return newer[-1] if newer else None


def answer_conflict(page: OrderPage, given: ResponseRow) -> Conflict:
    """Who answered since the form was opened, and what became of the lines that stood on it, in words."""
    return Conflict(
        gettext(
            "%(name)s answered this order while you were answering: %(outcome)s. Nothing was sent; what you typed for "
            "the lines that are still open is still here.",
            name=given.actor_name,
            outcome=gettext(wording.OUTCOMES[given.outcome]),
        ),
        [
            gettext(
                "Line %(line)s: %(change)s",
                line=line.row.line_key,
                change=wording.line_state(line.row.state)[0],
            )
            for line in page.lines
            if line.row.answer_id == given.id
        ][:MOST_TOLD],
    )


def has_errors(entries: Iterable[LineEntry]) -> bool:
    """Whether any line cannot be taken as it is."""
    return any(not entry.is_valid for entry in entries)


def has_answers(entries: Iterable[LineEntry]) -> bool:
    """Whether anything is answered at all."""
    return any(entry.choice is not Choice.LATER for entry in entries)
