"""The acknowledgements of a file: one answer per interchange, to its own sender."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

import click

from causeway.gateway.canonical.acknowledgements import FunctionalAck
from causeway.gateway.formats.base import NotWritableError
from causeway.gateway.formats.x12 import (
    EnvelopeSpec,
    GroupContent,
    Interchange,
    SetContent,
    acknowledge_group,
    header_for,
    write_interchange,
)
from causeway.gateway.formats.x12.acknowledge import SetResult
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.x12_documents import FUNCTIONAL_ACK, FUNCTIONAL_ACKS, version_of, write_set
from causeway.portal.cli.edi.opening import EdiFile, UnusableError, each_set
from causeway.portal.cli.edi.reports import Tally
from causeway.portal.cli.edi.words import say
from causeway.tenants import clock

_USAGES: dict[str, Literal["P", "T", "I"]] = {"P": "P", "T": "T", "I": "I"}
_CONTROL_LENGTH = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender of one interchange is told of its groups."""

    interchange: Interchange
    messages: Sequence[FunctionalAck]


def acknowledgements(opened: EdiFile, tally: Tally) -> Iterator[Answer]:
    """One answer per interchange; groups that are acknowledgements themselves are passed over and named."""
    for interchange, of_interchange in groupby(each_set(opened), key=lambda read: read.interchange):
        messages = []
        for group, of_group in groupby(of_interchange, key=lambda read: read.group):
            reads = list(of_group)
            tally.sets += len(reads)
            for read in reads:
                tally.count(read.reading.problems)
            first = reads[0]
            message = acknowledge_group(
                group,
                [SetResult(read.transaction_set, read.reading.problems) for read in reads],
                header_for(interchange, group, first.transaction_set, message_id=first.message_id),
                interchange,
            )
            if message is None:
                _tell_unacknowledged(group.control_number, group.functional_id)
            else:
                messages.append(message)
        yield Answer(interchange, messages)


def written(answers: Sequence[Answer], terms: Terms, first_control_number: int) -> Iterator[bytes]:
    """One interchange per answer, in the marks of the interchange that it answers. UnusableError where one cannot be."""
    now = clock.now()
    number = first_control_number
    for answer in answers:
        if not answer.messages:
            continue
        groups = [
            GroupContent("FA", str(place), _version(message, terms), [_content(message, terms)])
            for place, message in enumerate(answer.messages, 1)
        ]
        try:
            yield write_interchange(groups, _envelope(answer.interchange, terms, number, now))
        except NotWritableError as error:
            raise UnusableError(str(error)) from error
        number += 1


def _version(message: FunctionalAck, terms: Terms) -> str:
    return version_of(FUNCTIONAL_ACK, terms, message)


def _content(message: FunctionalAck, terms: Terms) -> SetContent:
    return SetContent(
        FUNCTIONAL_ACK, "0001", write_set(message, FUNCTIONAL_ACK, terms, _version(message, terms)).segments
    )


def _envelope(
    interchange: Interchange, terms: Terms, control_number: int, written_at: datetime
) -> EnvelopeSpec:
    """The envelope of what is answered, turned round; its marks are kept, because its sender can read those."""
    group = interchange.groups[0]
    return EnvelopeSpec(
        sender_qualifier=interchange.receiver_qualifier,
        sender_id=interchange.receiver_id,
        receiver_qualifier=interchange.sender_qualifier,
        receiver_id=interchange.sender_id,
        group_sender=group.receiver,
        group_receiver=group.sender,
        control_number=str(control_number).zfill(_CONTROL_LENGTH),
        written_at=written_at,
        interchange_version=interchange.version,
        usage=_USAGES.get(interchange.usage, "T"),
        delimiters=interchange.delimiters,
        charset=terms.charset,
        line_end="" if interchange.delimiters.terminator in "\r\n" else "\n",
    )


def _tell_unacknowledged(control: str, functional_id: str) -> None:
    if functional_id == FUNCTIONAL_ACKS:
        click.echo(say("not_acknowledged", control=control, functional_id=functional_id), err=True)
