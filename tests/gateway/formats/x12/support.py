"""Shorthand for tests: read a whole file as the gateway would, write an acknowledgement with fixed numbers."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.formats.base import Position, Problem, Severity
from causeway.gateway.formats.x12 import (
    DEFAULT_OPTIONS,
    Delimiters,
    EnvelopeSpec,
    Group,
    GroupContent,
    Guide,
    Interchange,
    ReadOptions,
    ReadResult,
    SetContent,
    SetResult,
    TransactionSet,
    Transmission,
    acknowledge_group,
    fa_997,
    find_guide,
    header_for,
    read_envelope,
    write_interchange,
)
from causeway.gateway.formats.x12.documents import READERS, read_document

ROOT = Path(__file__).resolve().parents[4]
GOLDEN = ROOT / "tests" / "golden" / "x12"
SAMPLES = ROOT.parent / "shared" / "edi" / "samples"
MESSAGE_ID = UUID("01900000-0000-7000-8000-000000000001")
WHEN = dt.datetime(2026, 1, 5, 10, 0, tzinfo=dt.UTC)


def interchange(
    *bodies: str, version: str = "004010", functional_id: str = "PO", set_id: str = "850"
) -> bytes:
    """An interchange with one group; each body is the segments between ST and SE, one per line, counted right."""
    lines = []
    for number, body in enumerate(bodies, 1):
        segments = [line.strip() for line in body.strip().splitlines() if line.strip()]
        control = f"{number:04d}"
        lines += [f"ST*{set_id}*{control}", *segments, f"SE*{len(segments) + 2}*{control}"]
    isa = (
        "ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         "
        "*260105*0930*U*00401*000000101*0*P*>"
    )
    head = f"GS*{functional_id}*BUYERGS*SELLERGS*20260105*0930*55*X*{version}"
    return "~".join([isa, head, *lines, f"GE*{len(bodies)}*55", "IEA*1*000000101", ""]).encode()


@dataclass
class ReadSet:
    interchange: Interchange
    group: Group
    set: TransactionSet
    guide: Guide | None
    header: MessageHeader
    options: ReadOptions
    result: ReadResult[Any]

    def again(self, transaction_set: TransactionSet) -> ReadResult[Any]:
        assert self.guide is not None
        return read_document(transaction_set, self.guide, self.header, self.options)


def read_sets(transmission: Transmission, options: ReadOptions = DEFAULT_OPTIONS) -> Iterator[ReadSet]:
    for found in transmission.interchanges:
        for group in found.groups:
            for member in group.sets:
                header = header_for(found, group, member, message_id=MESSAGE_ID)
                guide = find_guide(member.set_id, group.version)
                if guide is None or member.set_id not in READERS:
                    problem = Problem(
                        "set_not_supported", Severity.FATAL, Position(), member.set_id, group.version
                    )
                    result: ReadResult[Any] = ReadResult(None, (*member.problems, problem))
                else:
                    result = read_document(member, guide, header, options)
                yield ReadSet(found, group, member, guide, header, options, result)


def read_one(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> ReadSet:
    (only,) = read_sets(read_envelope(data, options), options)
    return only


def read_body(*lines: str, version: str = "004010") -> ReadSet:
    return read_one(interchange("\n".join(lines), version=version))


def spec_for(found: Interchange, line_end: str = "\n") -> EnvelopeSpec:
    return EnvelopeSpec(
        found.receiver_qualifier,
        found.receiver_id,
        found.sender_qualifier,
        found.sender_id,
        "SELLERGS",
        "BUYERGS",
        "900000001",
        WHEN,
        line_end=line_end,  # type: ignore[arg-type]
        delimiters=Delimiters(),
    )


def acknowledgement(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> bytes:
    """The 997s for the first interchange of the data, one set per group, as they would be sent."""
    transmission = read_envelope(data, options)
    sets = list(read_sets(transmission, options))
    found = transmission.interchanges[0]
    contents = []
    for number, group in enumerate(found.groups, 1):
        results = [SetResult(entry.set, entry.result.problems) for entry in sets if entry.group is group]
        header = next(entry.header for entry in sets if entry.group is group)
        ack = acknowledge_group(group, results, header, found)
        assert ack is not None
        version = "005010" if group.version.startswith("005010") else "004010"
        segments = fa_997.write(ack, version)
        contents.append(
            GroupContent("FA", str(number), version, [SetContent("997", f"{number:04d}", segments)])
        )
    return write_interchange(contents, spec_for(found))
