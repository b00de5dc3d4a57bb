"""The three facts of a message that do not depend on each other: valid, delivered, acknowledged; each in words."""

from dataclasses import dataclass
from datetime import datetime

from causeway.gateway.exchanges.models import Direction, ExchangeState, Message
from causeway.gateway.exchanges.queries import MessagePage
from causeway.portal.web.i18n import gettext, ngettext
from causeway.portal.web.messages.words import Badge, ack_badge

_WITHOUT_ACKNOWLEDGEMENT = frozenset({"997", "999", "TA1"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its name, the word for it, a sentence more, and when."""

    label: str
    badge: Badge
    note: str | None = None
    at: datetime | None = None


def three_facts(page: MessagePage, faults: int, warnings: int) -> tuple[Fact, Fact, Fact]:
    """Whether it could be read, whether it arrived, and what was answered."""
    return _valid(page.message, faults, warnings), _delivered(page.message), _acknowledged(page)


def _valid(message: Message, faults: int, warnings: int) -> Fact:
    label = gettext("Valid")
    if message.direction == Direction.OUT:
        if message.transmission_id is None:
            return Fact(label, Badge(gettext("Not written yet"), "mute"))
        return Fact(label, Badge(gettext("Written as agreed"), "ok"))
    if message.state == ExchangeState.REJECTED or (faults and message.canonical is None):
        note = ngettext("%(num)d error", "%(num)d errors", faults) if faults else None
        return Fact(label, Badge(gettext("Not valid"), "bad"), note)
    if message.canonical is None:
        return Fact(label, Badge(gettext("Not read yet"), "mute"))
    if faults:
        return Fact(
            label,
            Badge(gettext("Valid with errors"), "warn"),
            ngettext("%(num)d error", "%(num)d errors", faults),
        )
    if warnings:
        return Fact(
            label,
            Badge(gettext("Valid"), "ok"),
            ngettext("%(num)d remark", "%(num)d remarks", warnings),
        )
    return Fact(label, Badge(gettext("Valid"), "ok"), gettext("Nothing to remark."))


def _delivered(message: Message) -> Fact:
    label = gettext("Delivered")
    if message.direction == Direction.IN:
        return Fact(label, Badge(gettext("Received"), "ok"), at=message.at)
    if message.delivered_at:
        return Fact(
            label,
            Badge(gettext("Delivered"), "ok"),
            gettext("Collected by the partner."),
            message.delivered_at,
        )
    if message.state == ExchangeState.CANCELLED:
        return Fact(
            label, Badge(gettext("Cancelled"), "mute"), gettext("It was taken back before it was sent.")
        )
    if message.sent_at:
        return Fact(
            label,
            Badge(gettext("In the mailbox"), "info"),
            gettext("The partner has not collected it yet."),
            message.sent_at,
        )
    if message.not_before:
        return Fact(
            label, Badge(gettext("Waiting to be sent"), "info"), gettext("Not before"), message.not_before
        )
    return Fact(label, Badge(gettext("Waiting to be sent"), "info"))


def _acknowledged(page: MessagePage) -> Fact:
    message = page.message
    label = gettext("Acknowledged")
    if message.document in _WITHOUT_ACKNOWLEDGEMENT:
        return Fact(
            label, Badge(gettext("Not needed"), "mute"), gettext("An acknowledgement is not acknowledged.")
        )
    if message.direction == Direction.IN:
        return _answered_by_us(page, label)
    if message.ack_status:
        return Fact(label, ack_badge(message.ack_status), at=message.acknowledged_at)
    if message.state == ExchangeState.OVERDUE:
        return Fact(label, Badge(gettext("Overdue"), "bad"), gettext("It was due by"), message.ack_due_at)
    if message.ack_due_at:
        return Fact(label, Badge(gettext("Waiting"), "info"), gettext("It is due by"), message.ack_due_at)
    return Fact(label, Badge(gettext("Not yet"), "mute"))


def _answered_by_us(page: MessagePage, label: str) -> Fact:
    status = page.message.ack_status
    if status:
        return Fact(label, ack_badge(status), gettext("Answered by us."))
    return Fact(label, Badge(gettext("Not yet"), "mute"))
