"""A stream gives what the whole file gives, however it arrives; cutting at once is cutting piece by piece; every byte counts."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.gateway.formats.x12 import ReadOptions, TransactionSet, charsets, read_envelope, stream_sets
from causeway.gateway.formats.x12.cutting import NOISE, Cutting
from causeway.gateway.formats.x12.envelope import OutsideSegment, TransmissionEnds
from causeway.gateway.formats.x12.read_envelope import collect
from causeway.gateway.formats.x12.window import Window

from .support import interchange
from .test_robustness import CHARSETS, mutated

BODY = "BEG*00*SA*订单**20260105\nPO1*1*1*EA*2\nCTT*1"


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time, as a network does."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._step)


def account_for(data: bytes, options: ReadOptions) -> None:
    """Every byte is that of a segment or its terminator, of a remainder, or a blank between two of these."""
    covered = bytearray(len(data))
    for event in stream_sets(io.BytesIO(data), options):
        if isinstance(event, OutsideSegment):
            ranges = [(event.byte_start, event.byte_end)]
        elif isinstance(event, TransactionSet):
            mark = len(event.cutting.terminator)
            ranges = [(event.byte_start + a, event.byte_start + b + mark) for a, b in event.spans]
        elif isinstance(event, TransmissionEnds):
            ranges = list(event.remainders)
        else:
            continue
        for start, end in ranges:
            covered[start:end] = b"\1" * (min(end, len(data)) - start)
    blanks = NOISE + b"~\n"
    left = bytes(each for each, told in zip(data, covered, strict=True) if not told)
    assert not left.removeprefix(charsets.BYTE_ORDER_MARK).strip(blanks)


@settings(max_examples=150, deadline=None)
@given(mutated(), CHARSETS)
def test_every_byte_is_accounted_for(data: bytes, charset: str) -> None:
    account_for(data, ReadOptions(charset=charset))  # type: ignore[arg-type]


def outline(data: bytes, options: ReadOptions, step: int) -> object:
    transmission = collect(stream_sets(Dripping(data, step), options))
    return [
        (
            found.byte_start,
            found.byte_end,
            found.problems,
            [
                (group.problems, [(s.segments, s.problems, s.byte_start, s.byte_end) for s in group.sets])
                for group in found.groups
            ],
        )
        for found in transmission.interchanges
    ], (transmission.problems, transmission.remainders, transmission.size)


@settings(max_examples=60, deadline=None)
@given(mutated(), CHARSETS, st.integers(1, 300))
def test_a_stream_gives_the_same_however_it_is_chunked(data: bytes, charset: str, step: int) -> None:
    options = ReadOptions(charset=charset)  # type: ignore[arg-type]
    assert outline(data, options, step) == outline(data, options, len(data) + 1)


@settings(max_examples=150, deadline=None)
@given(mutated())
def test_cutting_at_once_is_cutting_piece_by_piece(data: bytes) -> None:
    for found in read_envelope(data).interchanges:
        for group in found.groups:
            for member in group.sets:
                # What stands behind the last terminator is between two sets, and only one way can see that.
                raw = member.raw if member.cutting.terminator in NOISE else member.raw.rstrip(NOISE)
                at_once = member.cutting._cut_at_once(raw)
                slowly = member.cutting._cut_one_by_one(raw, raw)
                assert len(member.spans) == len(member.segments)
                if at_once is None or member.left_out:
                    continue
                assert at_once.segments == slowly.segments == member.segments
                if (
                    "empty_segment" not in slowly.used
                ):  # a break after one is told by one way and not the other
                    assert set(at_once.used) == set(slowly.used)


def test_a_set_is_given_before_the_rest_of_the_file_is_read() -> None:
    stream = io.BytesIO(interchange(*[BODY] * 20_000))
    events = stream_sets(stream)
    first = next(event for event in events if isinstance(event, TransactionSet))
    assert first.control_number == "0001"
    assert stream.tell() < 1_000_000 < len(stream.getvalue())


@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_a_character_between_two_chunks_is_one_character(step: int) -> None:
    data = interchange("BEG*00*SA*1\nN1*ST*紐珅").decode().encode("gb18030")
    window = Window(b"", "gb18030", Dripping(data, step).read)
    while window.more(0):
        pass
    assert window.data == data
    assert window.plain == charsets.plain(data, "gb18030")


@pytest.mark.parametrize("tag", ["BIN*{length}*", "BDS*ASC*{length}*"])
def test_binary_data_is_read_by_its_length(tag: str) -> None:
    content = b"\x00~SE*9*0001~*\xff\r\n~ISA*\x81"
    data = interchange("BEG*00*SA*1\n@\nCTT*1").replace(
        b"@", tag.format(length=len(content)).encode() + content
    )
    (member,) = read_envelope(data).interchanges[0].groups[0].sets
    assert [segment[0] for segment in member.segments] == ["ST", "BEG", tag[:3], "CTT", "SE"]
    assert member.segments[2][-1].encode("latin-1") == content
    assert not member.problems
    assert not read_envelope(data).problems
    assert data[member.position(4).byte or 0 :].startswith(b"CTT")


def test_a_binary_length_that_is_wrong_is_told() -> None:
    data = interchange("BEG*00*SA*1\nBIN*4*abcdefgh\nCTT*1")
    found = read_envelope(data).interchanges[0]
    assert [problem.code for problem in found.problems] == ["binary_length_wrong"]
    assert found.groups[0].sets[0].segments[2] == ["BIN", "4", "abcdefgh"]


def test_a_truncated_header_is_told_and_what_follows_is_read() -> None:
    data = interchange(BODY)
    transmission = read_envelope(data + data[:60] + data.replace(b"*", b"|"))
    assert [problem.code for problem in transmission.problems] == ["bytes_outside", "isa_unreadable"]
    assert [found.delimiters.element for found in transmission.interchanges] == ["*", "|"]


def test_a_set_that_breaks_off_before_an_interchange_with_other_delimiters() -> None:
    data = interchange(BODY)
    broken = data[: data.index(b"CTT") + 2]
    transmission = read_envelope(broken + data.replace(b"*", b"|").replace(b"~", b"'"))
    first, second = transmission.interchanges
    assert [problem.code for problem in first.groups[0].sets[0].problems] == ["se_missing"]
    assert "iea_missing" in {problem.code for problem in first.problems}
    assert len(second.groups[0].sets[0].segments) == 5


def test_a_stretch_of_empty_segments_is_noted() -> None:
    data = interchange(BODY)
    isa = data[: data.index(b"GS")]
    found = read_envelope(isa + b"~~ ~").interchanges[0]
    assert {problem.code for problem in found.problems} >= {"lenient_empty_segment", "iea_missing"}


def test_an_interchange_that_occurs_twice_in_a_file_is_told() -> None:
    data = interchange(BODY)
    first, second = read_envelope(data + data).interchanges
    assert not first.problems
    assert [problem.code for problem in second.problems] == ["duplicate_interchange_control"]


@pytest.mark.parametrize("version", ["00200", "00300", "00305", "00401", "00402", "00501", "00703", "00804"])
def test_any_version_of_the_interchange_is_read(version: str) -> None:
    data = interchange(BODY).replace(b"*U*00401*", f"*^*{version}*".encode())
    (found,) = read_envelope(data).interchanges
    assert found.delimiters.repetition == ("^" if version >= "00402" else None)
    assert len(found.groups[0].sets) == 1


@pytest.mark.parametrize("width", range(60, 131))
def test_wrapped_at_any_width(width: int) -> None:
    data = interchange(BODY.replace("订单", "PO-1"), BODY.replace("订单", "PO-2"))
    wrapped = b"\r\n".join(data[at : at + width] for at in range(0, len(data), width))
    found = read_envelope(b"VAN 7\n" + wrapped).interchanges[0]
    assert [member.segments for member in found.groups[0].sets] == [
        member.segments for member in read_envelope(data).interchanges[0].groups[0].sets
    ]
    if 60 <= width < 104:
        assert [problem.code for problem in found.problems] == ["lenient_wrapped_lines"]


def test_sections_signs_of_two_bytes_can_be_delimiters() -> None:
    data = interchange(BODY).decode().replace("*", "§").encode()
    (found,) = read_envelope(data).interchanges
    assert found.delimiters.element == "§"
    assert found.groups[0].sets[0].segments[1] == ["BEG", "00", "SA", "订单", "", "20260105"]


def test_cuttings_are_made_once_for_the_same_delimiters() -> None:
    found = read_envelope(interchange(BODY)).interchanges[0]
    assert Cutting.of(found.delimiters, "utf-8") is found.groups[0].sets[0].cutting
