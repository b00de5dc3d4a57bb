"""A stream gives what the whole file gives, however it arrives; cutting at once is cutting piece by piece; every byte counts."""

import io
import re
from collections.abc import Iterator

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


class Account:
    """Whose each byte of a file is: a segment's (its terminator included), a remainder's, or nobody's."""

    def __init__(self, data: bytes, options: ReadOptions) -> None:
        self.data = data
        self.transmission = read_envelope(data, options)
        self._covered = bytearray(len(data))
        for event in stream_sets(io.BytesIO(data), options):
            if isinstance(event, OutsideSegment):
                self._cover(event.byte_start, event.byte_end)
            elif isinstance(event, TransactionSet):
                self._cover_set(event)
            elif isinstance(event, TransmissionEnds):
                for start, end in event.remainders:
                    self._cover(start, end)

    def _cover(self, start: int, end: int) -> None:
        assert 0 <= start <= end <= len(self.data)
        self._covered[start:end] = b"\1" * (end - start)

    def _cover_set(self, member: TransactionSet) -> None:
        if member.is_too_large:
            assert "set_too_large" in {problem.code for problem in member.problems}
            self._cover(member.byte_start, member.byte_end)
            return
        mark = member.cutting.terminator
        for first, last in member.spans:
            start, end = member.byte_start + first, member.byte_start + last
            if mark == b"\n" and self.data.startswith(b"\r\n", end):  # one end of a line
                end += 1
            self._cover(start, end + len(mark) if self.data.startswith(mark, end) else end)

    def gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches that are nobody's."""
        for found in re.finditer(b"\0+", bytes(self._covered[start:end])):
            yield start + found.start(), start + found.end()


# Without its terminator a segment ends at a break, or at the file's end: what stands there is in its place.
ENDS = {"lenient_terminator_missing", "lenient_last_terminator_missing"}


def account_for(data: bytes, options: ReadOptions) -> None:
    """Every byte is that of a segment or its terminator, of a remainder, or of a leniency that was told."""
    account = Account(data, options)
    outside = data.removeprefix(charsets.BYTE_ORDER_MARK)
    at = len(data) - len(outside)
    if at:
        assert account.transmission.problems[0].code == "lenient_byte_order_mark"
    for found in account.transmission.interchanges:
        assert not list(account.gaps(at, found.byte_start))
        told = {problem.code: problem.position.byte for problem in found.problems}
        mark = Cutting.of(found.delimiters, options.charset).terminator
        for start, end in account.gaps(found.byte_start, found.byte_end):
            gap = data[start:end]
            noise = gap.replace(b"\r\n" if mark == b"\n" else mark, mark).split(mark)
            assert not b"".join(noise).strip(NOISE), (start, gap)
            if mark in gap:
                assert told["lenient_empty_segment"] <= end
            follows_end = any(told.get(code, end) < start for code in ENDS)
            for blanks in filter(None, noise[1:] if follows_end else noise):
                is_blank = b" " in blanks or b"\t" in blanks
                code = "lenient_blanks_between_segments" if is_blank else "lenient_line_breaks"
                if code not in told:
                    code = "lenient_wrapped_lines"
                    assert not is_blank
                assert told[code] <= end
        at = found.byte_end
    assert not list(account.gaps(at, len(data)))


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
                at_once = member.cutting._cut_at_once(member.raw)
                slowly = member.cutting._cut_one_by_one(member.raw, charsets.plain(member.raw, "utf-8"))
                assert len(member.spans) == len(member.segments)
                if at_once is None:
                    continue
                assert at_once.segments == slowly.segments
                assert at_once.used == slowly.used
                if not member.left_out:
                    assert at_once.segments == member.segments


FLAT = interchange("BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nCTT*1")


@pytest.mark.parametrize(
    ("data", "leniency", "where"),
    [
        pytest.param(FLAT.replace(b"CTT*1~", b"CTT*1\n~"), "line_break_in_segment", b"CTT", id="break before ~"),
        pytest.param(FLAT.replace(b"CTT*1~", b"CTT*1~\n ~"), "empty_segment", b"~SE", id="blanks before ~"),
        pytest.param(FLAT.replace(b"~", b"~\n").replace(b"CTT*1", b"~CTT*1"), "empty_segment", b"~CTT", id="empty"),
        pytest.param(FLAT.replace(b"~", b"~\n ").replace(b"4**2", b"**2"), "blanks_between_segments", b"\n GS", id="indented"),
        pytest.param(FLAT.replace(b"CTT*1", b"\n CTT*1*"), "trailing_separators", b"CTT", id="noise before separators"),
        pytest.param(FLAT.replace(b"~", b"\r").replace(b"CTT", b"\r\nCTT"), "empty_segment", b"\r\nCTT", id="return"),
        pytest.param(FLAT.replace(b"CTT*1~", b"CTT*1\n").replace(b"SE*5", b"\nSE*5"), "terminator_missing", b"CTT", id="no ~"),
        pytest.param(FLAT[: FLAT.index(b"SE*")] + b"\n", "line_breaks", b"\n", id="broken off after a break"),
    ],
)  # fmt: skip
def test_what_is_between_segments_is_told_at_its_place(data: bytes, leniency: str, where: bytes) -> None:
    account_for(data, ReadOptions())
    (found,) = read_envelope(data).interchanges
    told = {problem.code: problem.position.byte for problem in found.problems}
    assert told[f"lenient_{leniency}"] == data.index(where)


def test_a_trailer_of_a_set_is_told_by_its_number_in_the_set() -> None:
    data = FLAT.replace(b"SE*5*0001", b"SE*9*0002")
    (member,) = read_envelope(data).interchanges[0].groups[0].sets
    places = [
        (p.code, p.position.segment, p.position.segment_in_file, str(p.position)) for p in member.problems
    ]
    assert places == [("se_count_mismatch", 5, 7, "SE01"), ("se_control_mismatch", 5, 7, "SE02")]
    (member,) = read_envelope(data[: data.index(b"SE*")] + b"GE*1*55~").interchanges[0].groups[0].sets
    assert [(p.code, p.position.segment) for p in member.problems] == [("se_missing", 5)]


def test_the_place_of_what_is_missing_is_the_end_of_what_lacks_it() -> None:
    data = interchange("SLN*1**I*2*EA>1*1>2>3\nCTT*1")
    (member,) = read_envelope(data).interchanges[0].groups[0].sets
    for element, component, ends in ((9, 0, b"~CTT"), (5, 3, b"*1>2"), (5, 2, b"1*1>"), (6, 3, b"3~")):
        assert data[member.byte_offset(2, element, component) :].startswith(ends)


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
