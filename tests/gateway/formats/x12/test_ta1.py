"""TA1: the verdict on an envelope, written right behind the ISA and read back."""

from dataclasses import replace
from uuid import UUID

import pytest

from causeway.gateway.canonical.acknowledgements import AckLevel, AckStatus
from causeway.gateway.formats.x12 import read_envelope, ta1, write_interchange

from .support import interchange, spec_for

CLEAN = "BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nCTT*1"
ID = UUID(int=1)


def verdict(data, **more):
    [found] = read_envelope(data).interchanges
    return ta1.acknowledge_interchange(found, message_id=ID, **more)


@pytest.mark.parametrize(
    ("old", "new", "status", "note"),
    [
        (b"", b"", AckStatus.ACCEPTED, "000"),
        (b"IEA*1*", b"IEA*7*", AckStatus.ACCEPTED_WITH_ERRORS, "021"),
        (b"IEA*1*0", b"IEA*1*9", AckStatus.ACCEPTED_WITH_ERRORS, "001"),
        (b"IEA*1*000000101~", b"", AckStatus.ACCEPTED_WITH_ERRORS, "023"),
    ],
)
def test_what_is_wrong_with_the_envelope_is_told(old, new, status, note):
    data = interchange(CLEAN)
    assert old in data
    ack = verdict(data.replace(old, new) if old else data)
    assert (ack.level, ack.status, [code.value for code in ack.codes]) == (
        AckLevel.INTERCHANGE,
        status,
        [note],
    )


def test_only_the_caller_knows_a_duplicate():
    ack = verdict(interchange(CLEAN), refused_with=ta1.DUPLICATE_NOTE)
    assert (ack.status, ack.codes[0].value) == (AckStatus.REJECTED, "025")


def test_an_envelope_without_a_group_is_rejected():
    data = interchange(CLEAN)
    empty = data[: data.index(b"GS*")] + b"IEA*0*000000101~"
    ack = verdict(empty)
    assert (ack.status, ack.codes[0].value) == (AckStatus.REJECTED, "024")


def test_a_ta1_stands_behind_the_isa_reads_back_and_is_never_answered():
    data = interchange(CLEAN)
    [found] = read_envelope(data).interchanges
    ack = verdict(data)
    written = write_interchange([], spec_for(found, ""), [ta1.write(ack)])
    [answer] = read_envelope(written).interchanges
    assert answer.problems == ()
    [segment] = answer.ta1s
    assert list(segment) == ta1.write(ack)
    assert ta1.read(segment, message_id=ID) == ack
    assert verdict(written) is None


def test_an_interchange_without_a_date_cannot_be_named():
    [found] = read_envelope(interchange(CLEAN)).interchanges
    assert ta1.acknowledge_interchange(replace(found, date="000000"), message_id=ID) is None


def test_a_word_that_is_no_verdict_counts_as_a_rejection():
    assert ta1.read(("TA1", "7", "260105", "1000", "?", "999"), message_id=ID).status is AckStatus.REJECTED
