"""Canonical messages, one a line, back to X12: an interchange for each run of messages between the same two."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

import click

from causeway.gateway.canonical import codec
from causeway.gateway.canonical.header import Usage
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.formats.base import NotWritableError, Severity, describe
from causeway.gateway.formats.x12 import EnvelopeSpec, GroupContent, SetContent, write_interchange
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.x12_documents import functional_id, version_of, write_set
from causeway.gateway.pipeline.x12_terms import write_delimiters
from causeway.portal.cli.edi.opening import STDIN, UnusableError, read_agreement
from causeway.portal.cli.edi.words import language, say
from causeway.tenants import clock
from causeway.tenants.errors import AgreementError

_INTERCHANGE = "x12:I05:"
_GROUP_SENDER, _GROUP_RECEIVER = "x12:142", "x12:124"
_VERSION_LENGTH = 5
_USAGES: dict[Usage, Literal["P", "T", "I"]] = {
    Usage.PRODUCTION: "P",
    Usage.TEST: "T",
    Usage.INFORMATION: "I",
}
_SET_CONTROL_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is at one end: interchange qualifier and identifier, and the name on the group."""

    qualifier: str
    value: str
    group: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message with where it stands and between whom it goes."""

    number: int
    message: codec.CanonicalMessage
    sender: Identity
    receiver: Identity


def write_file(
    name: str, agreement: Path | None, *, sender: str | None, receiver: str | None, control_number: int
) -> int:
    """Writes the interchanges to standard output and answers the exit status. UnusableError names line and reason."""
    terms = read_agreement(agreement)
    lines = list(_lines(name, _given(sender), _given(receiver)))
    if not lines:
        raise UnusableError(say("nothing_to_write", name=name))
    status = 0
    written: list[bytes] = []
    for _, same in groupby(lines, key=lambda line: (line.sender, line.receiver, line.message.header.usage)):
        run = list(same)
        spec = _spec(run[0], terms, control_number + len(written))
        written.append(_interchange(name, run, terms, spec))
        status = max(status, _tell_losses(name, run, terms))
    for data in written:  # nothing is written where anything cannot be
        sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return status


def _given(text: str | None) -> Identity | None:
    if text is None:
        return None
    qualifier, _, value = text.partition(":")
    if not qualifier or not value:
        raise UnusableError(say("bad_identity", value=text))
    return Identity(qualifier, value, value)


def _lines(name: str, sender: Identity | None, receiver: Identity | None) -> Iterator[Line]:
    for number, text in enumerate(_text_of(name).splitlines(), 1):
        if not text.strip():
            continue
        try:
            message = codec.decode_strict(text)
        except codec.InvalidMessageError as error:
            raise UnusableError(say("bad_line", name=name, number=number, reason=error)) from error
        ours = sender or _identity(message.header.sender, _GROUP_SENDER)
        theirs = receiver or _identity(message.header.receiver, _GROUP_RECEIVER)
        if ours is None or theirs is None:
            raise UnusableError(say("no_identity", name=name, number=number))
        yield Line(number, message, ours, theirs)


def _text_of(name: str) -> str:
    try:
        return sys.stdin.read() if name == STDIN else Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise UnusableError(say("cannot_open", name=name, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise UnusableError(say("bad_line", name=name, number=1, reason=error.reason)) from error


def _identity(ids: Sequence[Identifier], group_scheme: str) -> Identity | None:
    envelope = next((one for one in ids if one.scheme.startswith(_INTERCHANGE)), None)
    if envelope is None:
        return None
    group = next((one.value for one in ids if one.scheme == group_scheme), envelope.value)
    return Identity(envelope.scheme.removeprefix(_INTERCHANGE), envelope.value, group)


def _version(line: Line, terms: Terms, document: str) -> str:
    """An agreement's version, else the one that the message came in."""
    header = line.message.header
    return header.version if header.standard == "x12" else version_of(document, terms, line.message)


def _interchange(name: str, run: Sequence[Line], terms: Terms, spec: EnvelopeSpec) -> bytes:
    groups: list[GroupContent] = []
    for (document, version), same in groupby(
        run,
        key=lambda line: (
            line.message.header.document_code,
            _version(line, terms, line.message.header.document_code),
        ),
    ):
        contents = []
        for place, line in enumerate(same, 1):
            try:
                segments = write_set(line.message, document, terms, version).segments
            except (NotWritableError, AgreementError) as error:
                raise UnusableError(
                    say("not_written", name=name, number=line.number, reason=error)
                ) from error
            contents.append(SetContent(document, str(place).zfill(_SET_CONTROL_LENGTH), segments))
        groups.append(GroupContent(functional_id(document), str(len(groups) + 1), version, contents))
    try:
        return write_interchange(groups, spec)
    except NotWritableError as error:
        raise UnusableError(say("not_written", name=name, number=run[0].number, reason=error)) from error


def _spec(line: Line, terms: Terms, number: int) -> EnvelopeSpec:
    header, ours, theirs = line.message.header, line.sender, line.receiver
    version = header.version if header.standard == "x12" else terms.write_version
    return EnvelopeSpec(
        sender_qualifier=ours.qualifier,
        sender_id=ours.value,
        receiver_qualifier=theirs.qualifier,
        receiver_id=theirs.value,
        group_sender=ours.group,
        group_receiver=theirs.group,
        control_number=str(number),
        written_at=clock.now(),
        interchange_version=version[:_VERSION_LENGTH],
        usage=_USAGES[header.usage],
        delimiters=write_delimiters(terms),
        charset=terms.charset,
        line_end=terms.line_end or ("" if terms.delimiters.terminator in "\r\n" else "\n"),
        replacement=terms.replacement,
    )


def _tell_losses(name: str, run: Sequence[Line], terms: Terms) -> int:
    """Says on the error stream what X12 does not carry; that is a warning and no failure."""
    status = 0
    for line in run:
        document = line.message.header.document_code
        version = _version(line, terms, document)
        for problem in write_set(line.message, document, terms, version).losses:
            reason = describe(problem, language())
            click.echo(say("not_written", name=name, number=line.number, reason=reason), err=True)
            status = max(status, int(problem.severity in (Severity.ERROR, Severity.FATAL)))
    return status
