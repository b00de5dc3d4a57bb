"""The file and the agreement that a command is given, and the sets in it, one after the other."""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import NAMESPACE_OID, UUID, uuid5

import click
import msgspec

from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import (
    Group,
    Interchange,
    TransactionSet,
    Transmission,
    header_for,
    read_envelope,
)
from causeway.gateway.partners.terms import Terms, read_terms
from causeway.gateway.pipeline.x12_documents import SetReading, read_set
from causeway.gateway.pipeline.x12_terms import overlays_of, read_options
from causeway.portal.cli.edi.words import say
from causeway.tenants.errors import AgreementError

STDIN = "-"
UNUSABLE = 2
_PROGRESS_FROM_BYTES = 4_000_000
# Without an agreement every version with a guide is read, and a set without one is told.
_NO_AGREEMENT = Terms(versions=("0",), unknown_document="rejected")


class UnusableError(click.ClickException):
    """There is nothing that the command could work on; the exit status is 2."""

    exit_code = UNUSABLE

    def show(self, file: IO[Any] | None = None) -> None:
        """One line, as all our commands complain."""
        click.echo(f"causeway: {self.message}", file=file, err=True)


@dataclass(frozen=True, slots=True)
class EdiFile:
    """A file's bytes and what its envelope holds; `name` is what the person called it."""

    name: str
    data: bytes
    transmission: Transmission
    terms: Terms
    sha256: str


@dataclass(frozen=True, slots=True)
class ReadSet:
    """One transaction set with everything around it and what reading it came to."""

    message_id: UUID
    interchange: Interchange
    group: Group
    transaction_set: TransactionSet
    reading: SetReading


def open_file(name: str, agreement: Path | None) -> EdiFile:
    """The file read as far as its envelopes. UnusableError where it holds no X12 interchange at all."""
    terms = read_agreement(agreement)
    data = _bytes_of(name)
    if not data:
        raise UnusableError(say("empty_file", name=name))
    found = detect(data)
    if found not in ("x12", None):
        raise UnusableError(say("other_format", name=name, format=found.upper()))
    transmission = read_envelope(data, read_options(terms))
    return EdiFile(name, data, transmission, terms, hashlib.sha256(data).hexdigest())


def each_set(file: EdiFile) -> Iterator[ReadSet]:
    """Every transaction set of the file, read and mapped, in order; progress goes to the terminal for large files."""
    advance, finish = _progress(len(file.data))
    for interchange in file.transmission.interchanges:
        for group in interchange.groups:
            for member in group.sets:
                yield _read(file, interchange, group, member)
                advance(member.byte_end)
    finish()


def _read(file: EdiFile, interchange: Interchange, group: Group, member: TransactionSet) -> ReadSet:
    message_id = uuid5(NAMESPACE_OID, f"{file.sha256}:{member.byte_start}")  # two runs can be compared
    header = header_for(
        interchange,
        group,
        member,
        message_id=message_id,
        source_sha256=file.sha256,
        charset=file.terms.charset,
    )
    reading = read_set(member, group.version, header, file.terms)
    return ReadSet(message_id, interchange, group, member, reading)


def read_agreement(path: Path | None) -> Terms:
    """The terms in an agreement's JSON file. UnusableError with one sentence where it is none."""
    if path is None:
        return _NO_AGREEMENT
    try:
        stored = msgspec.json.decode(path.read_bytes(), type=dict)
        terms = read_terms(stored)
        overlays_of(terms)
    except OSError as error:
        raise UnusableError(say("cannot_open", name=path, reason=error.strerror)) from error
    except msgspec.DecodeError as error:
        raise UnusableError(say("agreement_not_json", name=path, reason=error)) from error
    except AgreementError as error:
        raise UnusableError(f"{path}: {error.message}") from error
    return terms


def _bytes_of(name: str) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UnusableError(say("cannot_open", name=name, reason=os.strerror(error.errno or 0))) from error


def _progress(size: int) -> tuple[Callable[[int], None], Callable[[], None]]:
    """A bar on the terminal's error stream that is moved to a byte offset, and how to end it."""
    if size < _PROGRESS_FROM_BYTES or not sys.stderr.isatty():
        return (lambda _: None), (lambda: None)
    bar = click.progressbar(length=size, file=sys.stderr, label=say("reading"))
    at = 0

    def advance(byte: int) -> None:
        nonlocal at
        bar.update(byte - at)
        at = byte

    return advance, bar.render_finish
