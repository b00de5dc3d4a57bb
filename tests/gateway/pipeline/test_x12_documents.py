"""What a set comes to under an agreement, without any database."""

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12 import ReadOptions, header_for, read_envelope
from causeway.gateway.formats.x12.acknowledge import SetResult, acknowledge_set
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.x12_documents import read_set
from tests.gateway.formats.x12.support import MESSAGE_ID, interchange

LARGE = interchange("BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nPO1*2*1*EA*2\nCTT*2")


def reading_of(data):
    [found] = read_envelope(data, ReadOptions(max_set_segments=4)).interchanges
    [group] = found.groups
    [member] = group.sets
    header = header_for(found, group, member, message_id=MESSAGE_ID)
    return member, read_set(member, group.version, header, Terms())


def test_a_set_that_is_too_large_waits_for_that_reason_alone_and_its_place_is_known():
    member, reading = reading_of(LARGE)
    assert reading.message is None
    assert (reading.reason, reading.is_rejected) == ("set_too_large", False)
    assert [(p.code, p.severity) for p in reading.problems] == [("set_too_large", Severity.ERROR)]
    assert LARGE[member.byte_start : member.byte_end].endswith(b"SE*6*0001~")
    answer = acknowledge_set(SetResult(member, reading.problems))
    assert (answer.status_as_sent, [code.value for code in answer.codes]) == ("E", ["5"])


def test_a_set_that_is_too_large_and_wrongly_counted_is_rejected():
    _, reading = reading_of(LARGE.replace(b"SE*6", b"SE*7"))
    assert (reading.reason, reading.is_rejected) == ("document_rejected", True)
    assert [p.code for p in reading.problems] == ["se_count_mismatch", "set_too_large"]
