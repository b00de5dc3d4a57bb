"""Whatever arrives, there is an answer, and every byte is accounted for."""

from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.gateway.formats.base import describe
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import ReadOptions, read_envelope

from .support import GOLDEN, interchange, read_sets


def ended_otherwise(data: bytes) -> list[bytes]:
    """The same file with line feeds, returns or both for its terminators, and wrapped at 80 columns."""
    flat = data.translate(None, b"\r\n")
    lines = [flat[at : at + 80] for at in range(0, len(flat), 80)]
    return [data, *(flat.replace(b"~", mark) for mark in (b"\n", b"\r\n", b"\r")), b"\r\n".join(lines)]


GOLDENS = [path.read_bytes() for path in sorted(GOLDEN.glob("*/*/in.edi"))]
SEEDS = [seed for data in GOLDENS for seed in ended_otherwise(data)]
CHARSETS = st.sampled_from(["utf-8", "latin-1", "gb18030", "ascii"])
FRAGMENTS = [
    b"~",
    b"*",
    b"\n",
    b"\r\n",
    b"ISA",
    b"IEA*1",
    b"~ST*850*1~",
    b"SE*",
    b"\x00",
    b"\xff",
    b">",
    b" ",
    b"\t",
    b"~~",
    b"~ \r\n~",
    b"*~",
    b"GS*",
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            del data[at : at + draw(st.integers(1, 60))]
        elif kind == 1:
            data[at:at] = draw(st.sampled_from(FRAGMENTS))
        elif kind == 2:
            data[at : at + 1] = draw(st.binary(min_size=1, max_size=2))
        else:
            start = draw(st.integers(0, len(data)))
            data[at:at] = data[start : start + 80]
    return bytes(data)


def account_for(data: bytes, options: ReadOptions) -> None:
    transmission = read_envelope(data, options)
    ranges = sorted(
        [*((i.byte_start, i.byte_end) for i in transmission.interchanges), *transmission.remainders]
    )
    position = ranges[0][0] if ranges else 0
    assert position <= 3  # a byte order mark
    for start, end in ranges:
        assert start == position
        position = end
    assert not data or position == len(data) or data == b"\xef\xbb\xbf"
    for problem in transmission.problems:
        assert describe(problem)
    for entry in read_sets(transmission, options):
        assert entry.set.byte_start <= entry.set.byte_end <= len(data)
        for problem in entry.result.problems:
            assert describe(problem, "en")
            assert describe(problem, "zh_CN")
            assert problem.position.byte is None or 0 <= problem.position.byte <= len(data)


@settings(max_examples=300, deadline=None)
@given(mutated(), CHARSETS)
def test_mutated_files_never_raise_and_lose_no_byte(data: bytes, charset: str) -> None:
    account_for(data, ReadOptions(charset=charset))  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), CHARSETS)
def test_garbage_never_raises(data: bytes, charset: str) -> None:
    detect(data)
    account_for(data, ReadOptions(charset=charset))  # type: ignore[arg-type]


def test_spans_of_a_set_are_its_segments_at_their_bytes() -> None:
    data = interchange("BEG*00*SA*订单1**20260105\nPO1*1*1*EA*2\nCTT*1")
    (entry,) = read_sets(read_envelope(data))
    pieces = [
        data[entry.set.byte_start + start : entry.set.byte_start + end].decode()
        for start, end in entry.set.spans
    ]
    assert [piece.split("*") for piece in pieces] == entry.set.segments
