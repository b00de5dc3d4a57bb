"""The acknowledgements of a file: one answer per interchange, to its own sender."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import click

from causeway.gateway.canonical.acknowledgements import AckStatus, FunctionalAck
from causeway.gateway.formats.base import NotWritableError
from causeway.gateway.formats.x12 import (
    EnvelopeSpec,
    Group,
    GroupContent,
    Interchange,
    SetContent,
    acknowledge_group,
    header_for,
    ta1,
    write_interchange,
)
from causeway.gateway.formats.x12.acknowledge import SetResult
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.x12_documents import (
    FUNCTIONAL_ACKS,
    ack_document,
    convention_of,
    version_of,
    write_set,
)
from causeway.portal.cli.edi.opening import EdiFile, UnusableError, each_set
from causeway.portal.cli.edi.reports import Tally
from causeway.portal.cli.edi.words import say
from causeway.tenants import clock
from causeway.tenants.ids import new_id

_USAGES: dict[str, Literal["P", "T", "I"]] = {"P": "P", "T": "T", "I": "I"}
_CONTROL_LENGTH = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender of one interchange is told of its envelope and its groups."""

    interchange: Interchange
    envelope: FunctionalAck | None
    groups: Sequence[FunctionalAck]

    @property
    def messages(self) -> Sequence[FunctionalAck]:
        """All that is said, the envelope first."""
        return (self.envelope, *self.groups) if self.envelope else self.groups


def acknowledgements(opened: EdiFile, tally: Tally) -> Iterator[Answer]:
    """One answer per interchange; groups that are acknowledgements themselves are passed over and named."""
    results: dict[int, list[SetResult]] = {}
    for read in each_set(opened):
        tally.sets += 1
        tally.count(read.reading.problems)
        results.setdefault(id(read.group), []).append(SetResult(read.transaction_set, read.reading.problems))
    for interchange in opened.transmission.interchanges:
        envelope = _about_envelope(interchange, opened.terms)
        if envelope is not None and envelope.status is AckStatus.REJECTED:
            yield Answer(
                interchange, envelope, ()
            )  # who cannot be read as a whole is told so, and nothing else
            continue
        messages = [
            message
            for group in interchange.groups
            if (message := _about_group(interchange, group, results.get(id(group), []), opened)) is not None
        ]
        yield Answer(interchange, envelope, messages)


def _about_envelope(interchange: Interchange, terms: Terms) -> FunctionalAck | None:
    """The TA1, where one was asked for or the interchange cannot be used."""
    verdict = ta1.acknowledge_interchange(interchange, message_id=new_id())
    if verdict is None or terms.interchange_ack == "never":
        return None
    return verdict if interchange.ack_requested or verdict.status is AckStatus.REJECTED else None


def _about_group(
    interchange: Interchange, group: Group, results: Sequence[SetResult], opened: EdiFile
) -> FunctionalAck | None:
    if not results or not opened.terms.functional_ack:
        return None
    message = acknowledge_group(
        group,
        results,
        header_for(interchange, group, results[0].transaction_set, message_id=new_id()),
        interchange,
        document=ack_document(opened.terms, group.version),
    )
    if message is None:
        _tell_unacknowledged(group.control_number, group.functional_id)
    return message


def written(answers: Sequence[Answer], terms: Terms, first_control_number: int) -> Iterator[bytes]:
    """One interchange per answer, in the marks of the interchange that it answers. UnusableError where one cannot be."""
    now = clock.now()
    number = first_control_number
    for answer in answers:
        if not answer.messages:
            continue
        groups = [
            GroupContent("FA", str(place), _version(message, terms), [_content(message, terms)])
            for place, message in enumerate(answer.groups, 1)
        ]
        ta1s = [ta1.write(answer.envelope)] if answer.envelope else []
        try:
            yield write_interchange(groups, _envelope(answer.interchange, terms, number, now), ta1s)
        except NotWritableError as error:
            raise UnusableError(str(error)) from error
        number += 1


def _version(message: FunctionalAck, terms: Terms) -> str:
    return version_of(message.header.document_code, terms, message)


def _content(message: FunctionalAck, terms: Terms) -> SetContent:
    document = message.header.document_code
    segments = write_set(message, document, terms, _version(message, terms)).segments
    return SetContent(document, "0001", segments, convention_of(document))


def _envelope(
    interchange: Interchange, terms: Terms, control_number: int, written_at: datetime
) -> EnvelopeSpec:
    """The envelope of what is answered, turned round; its marks are kept, because its sender can read those."""
    group = interchange.groups[0] if interchange.groups else None
    return EnvelopeSpec(
        sender_qualifier=interchange.receiver_qualifier,
        sender_id=interchange.receiver_id,
        receiver_qualifier=interchange.sender_qualifier,
        receiver_id=interchange.sender_id,
        group_sender=group.receiver if group else interchange.receiver_id,
        group_receiver=group.sender if group else interchange.sender_id,
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
