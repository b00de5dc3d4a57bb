"""What happened to an order, as sentences: one whole sentence for each kind of event, for both sides the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from causeway.gateway.canonical.acknowledgements import AckStatus
from causeway.portal.web.formats import time_tag
from causeway.portal.web.i18n import gettext, mark, ngettext
from causeway.portal.web.orders import wording
from causeway.tenants.rules import Level

SHOWN_CHANGES = 8


class Happened(Protocol):
    """What the timeline needs of an event."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def message_id(self) -> UUID | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline, ready to be shown."""

    text: str
    at: Markup
    tone: str = ""
    notes: tuple[str, ...] = ()
    url: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    text: str
    tone: str = ""
    notes: tuple[str, ...] = ()


_RULE_LEVELS = {
    Level.BUILT_IN.value: mark("Accepted by the default rule: every answer is taken."),
    Level.DEFAULT.value: mark("Accepted by the tenant's rule, version %(version)s."),
    Level.GROUP.value: mark("Accepted by the rule for the partner's group, version %(version)s."),
    Level.PARTNER.value: mark("Accepted by the rule for this partner, version %(version)s."),
}
# What happened to a document on its way, by kind of event: the sentence and its tint.
_MESSAGES: dict[str, tuple[str, str]] = {
    "message.sent": (mark("%(document)s was written and put into the mailbox."), ""),
    "message.delivered": (mark("%(document)s was collected by the other system."), ""),
    "message.acknowledged": (mark("The other system acknowledged %(document)s: it could be read."), "ok"),
    "message.accepted_with_errors": (
        mark("The other system accepted %(document)s and noted errors."),
        "warn",
    ),
    "message.refused": (mark("The other system refused %(document)s: it could not be read."), "bad"),
    "message.overdue": (mark("No acknowledgement of %(document)s has come in time."), "bad"),
    "message.failed": (mark("%(document)s could not be sent. It is kept for an operator."), "bad"),
    "message.cancelled": (mark("%(document)s was taken back before it left."), ""),
    "message.superseded": (mark("%(document)s stays here: a newer one went out before it could."), ""),
    "message.held": (mark("%(document)s was held: it waits for a person."), "warn"),
    "message.released": (mark("%(document)s was released by %(name)s."), ""),
    "message.received": (mark("%(document)s was received."), ""),
    "message.applied": (mark("%(document)s was read and applied."), "ok"),
    "message.rejected": (mark("%(document)s was rejected."), "bad"),
}


def steps(events: Iterable[Happened], *, labels: Mapping[UUID, str], may_open: bool) -> list[Step]:
    """The timeline, oldest first; `labels` names the messages that may be opened (850 · 000000417)."""
    return [_step(event, labels, may_open=may_open) for event in events]


def message_behind(event: Happened) -> UUID | None:
    """The message that a step opens: what the other system said of ours, else the one the event is about."""
    said = event.data.get("acknowledgement_id")
    return UUID(str(said)) if said else event.message_id


def waiting_step(text: str, at: datetime) -> Step:
    """Something that is still to come."""
    return Step(text=text, at=time_tag(at, exact=True), tone="info")


def rule_sentence(rule: Mapping[str, Any]) -> str | None:
    """By which rule an answer was decided, where one did."""
    template = _RULE_LEVELS.get(str(rule.get("level")))
    return gettext(template, version=rule.get("version")) if template else None


def _step(event: Happened, labels: Mapping[UUID, str], *, may_open: bool) -> Step:
    teller = _TELLERS.get(event.kind, _tell_message if event.kind in _MESSAGES else _tell_unknown)
    told = teller(event)
    message_id = message_behind(event)
    label = labels.get(message_id) if message_id else None
    opens = may_open and label is not None
    return Step(
        text=told.text,
        tone=told.tone,
        notes=told.notes,
        at=time_tag(event.at, exact=True),
        url=url_for("messages.show", message_id=message_id) if opens else None,
        link=label if opens else None,
    )


def _tell_received(event: Happened) -> _Told:
    count = int(event.data.get("lines", 0))
    return _Told(
        ngettext(
            "The order was received with %(num)d line. Channel: %(channel)s.",
            "The order was received with %(num)d lines. Channel: %(channel)s.",
            count,
            channel=wording.channel(event.channel),
        ),
        "ok",
    )


def _tell_seen(event: Happened) -> _Told:
    return _Told(gettext("%(name)s saw the order for the seller.", name=event.actor_name))


def _tell_answered(event: Happened) -> _Told:
    counts: Mapping[str, int] = event.data.get("lines", {})
    total = sum(counts.values())
    outcome = str(event.data.get("outcome"))
    name, through = event.actor_name, wording.channel(event.channel)
    if outcome == "accepted":
        text = ngettext(
            "%(name)s confirmed %(num)d line as requested. Channel: %(channel)s.",
            "%(name)s confirmed %(num)d lines as requested. Channel: %(channel)s.",
            total,
            name=name,
            channel=through,
        )
    elif outcome == "rejected":
        text = ngettext(
            "%(name)s rejected %(num)d line. Channel: %(channel)s.",
            "%(name)s rejected %(num)d lines. Channel: %(channel)s.",
            total,
            name=name,
            channel=through,
        )
    else:
        text = ngettext(
            "%(name)s answered %(num)d line with changes. Channel: %(channel)s.",
            "%(name)s answered %(num)d lines with changes. Channel: %(channel)s.",
            total,
            name=name,
            channel=through,
        )
    return _Told(
        text, {"accepted": "ok", "rejected": "bad"}.get(outcome, "info"), tuple(_answer_notes(event, counts))
    )


def _answer_notes(event: Happened, counts: Mapping[str, int]) -> Iterable[str]:
    if len(counts) > 1:
        yield gettext(
            "As requested: %(confirmed)d, with changes: %(changed)d, rejected: %(rejected)d.",
            confirmed=counts.get("confirmed", 0),
            changed=counts.get("confirmed_with_changes", 0),
            rejected=counts.get("rejected", 0),
        )
    rule = rule_sentence(event.data.get("rule") or {})
    if rule:
        yield rule
    past = event.data.get("promised_in_the_past") or []
    if past:
        yield gettext("A promised date lies in the past. Lines: %(lines)s.", lines=gettext(", ").join(past))


def _tell_undone(event: Happened) -> _Told:
    return _Told(gettext("%(name)s took the answer back before it left.", name=event.actor_name), "warn")


def _tell_changed(event: Happened) -> _Told:
    return _Told(gettext("The buyer changed the order."), "warn", _change_notes(event))


def _tell_cancelled(event: Happened) -> _Told:
    through = wording.channel(event.channel)
    return _Told(gettext("The buyer cancelled the order. Channel: %(channel)s.", channel=through), "bad")


def _change_notes(event: Happened) -> tuple[str, ...]:
    changes = event.data.get("changes") or []
    told = wording.change_sentences(changes[:SHOWN_CHANGES])
    more = int(event.data.get("change_count", len(changes))) - len(told)
    if more > 0:
        told.append(ngettext("And %(num)d more change.", "And %(num)d more changes.", more))
    return tuple(told)


def _tell_duplicate(event: Happened) -> _Told:
    through = wording.channel(event.channel)
    return _Told(
        gettext("A copy of the order arrived and changed nothing. Channel: %(channel)s.", channel=through)
    )


def _tell_message(event: Happened) -> _Told:
    sentence, tone = _MESSAGES[event.kind]
    document = str(event.data.get("document") or "")
    if event.kind == "message.sent" and event.data.get("acknowledges"):
        return _tell_our_acknowledgement(event, document)
    return _Told(gettext(sentence, document=document, name=event.actor_name), tone)


def _tell_our_acknowledgement(event: Happened, document: str) -> _Told:
    """Our own acknowledgement of a document that came in, which says whether all of it could be read."""
    acknowledged = str(event.data["acknowledges"])
    if event.data.get("status") in {None, AckStatus.ACCEPTED.value}:
        text = gettext(
            "%(document)s was sent: %(acknowledged)s could be read.",
            document=document,
            acknowledged=acknowledged,
        )
        return _Told(text, "ok")
    text = gettext(
        "%(document)s was sent: %(acknowledged)s was read, and errors in its file were reported.",
        document=document,
        acknowledged=acknowledged,
    )
    return _Told(text, "warn")


def _tell_unknown(event: Happened) -> _Told:
    # A kind that this version has no sentence for is still something that happened.
    return _Told(gettext("Recorded: %(kind)s", kind=event.kind))


_TELLERS: dict[str, Callable[[Happened], _Told]] = {
    "order.received": _tell_received,
    "order.seen": _tell_seen,
    "order.answered": _tell_answered,
    "order.answer_undone": _tell_undone,
    "order.changed": _tell_changed,
    "order.cancelled": _tell_cancelled,
    "order.duplicate_linked": _tell_duplicate,
}
