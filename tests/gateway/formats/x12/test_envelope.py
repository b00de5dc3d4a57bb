import pytest

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12 import Leniency, ReadOptions, Transmission, read_envelope

from .support import interchange, read_one

BODY = "BEG*00*SA*1**20260105\nN1*ST*Long name of a shop*92*77\nPO1*1*1*EA*2\nCTT*1"
DATA = interchange(BODY)


def wrapped(data: bytes, width: int = 80) -> bytes:
    return b"\r\n".join(data[at : at + width] for at in range(0, len(data), width))


def codes(transmission: Transmission) -> set[str]:
    problems = [*transmission.problems, *(p for found in transmission.interchanges for p in found.problems)]
    return {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("data", "leniency"),
    [
        pytest.param(b"\xef\xbb\xbf" + DATA, "byte_order_mark", id="byte order mark"),
        pytest.param(DATA.replace(b"~", b"~\r\n"), "line_breaks", id="CRLF after each segment"),
        pytest.param(DATA.replace(b"~", b"~\n\n\n"), "line_breaks", id="blank lines"),
        pytest.param(DATA.replace(b"~", b"~\n    "), "blanks_between_segments", id="indented"),
        pytest.param(wrapped(DATA), "wrapped_lines", id="wrapped at 80 columns"),
        pytest.param(DATA.replace(b"BUYER          ", b"BUYER"), "unpadded_isa", id="unpadded ISA"),
        pytest.param(DATA[:-1], "last_terminator_missing", id="no last terminator"),
        pytest.param(DATA.replace(b"PO1*", b"~PO1*"), "empty_segment", id="empty segment"),
        pytest.param(DATA.replace(b"CTT*1", b"CTT*1***"), "trailing_separators", id="trailing empties"),
        pytest.param(
            DATA.replace(b"*92*77~", b"*92*77\n"), "terminator_missing", id="a terminator forgotten"
        ),
        pytest.param(
            DATA.replace(b"Long name", b"Long\nname"), "line_break_in_segment", id="break in a name"
        ),
        pytest.param(
            DATA.replace(b"*P*>~", b"*P*~").replace(b"~", b"~\n"),
            "component_separator_missing",
            id="no ISA16",
        ),
    ],
)
def test_oddities_are_read_and_each_leaves_one_trace(data: bytes, leniency: str) -> None:
    transmission = read_envelope(data)
    assert f"lenient_{leniency}" in codes(transmission)
    assert read_one(data).result.message.order_number == "1"
    strict = read_envelope(data, ReadOptions(leniencies=frozenset(Leniency) - {Leniency(leniency)}))
    problems = [*strict.problems, *strict.interchanges[0].problems]
    assert [p.severity for p in problems if p.code == f"lenient_{leniency}"] == [Severity.ERROR]


@pytest.mark.parametrize("terminator", [b"\n", b"\r\n", b"'", b"\x1c", b"\x85"])
@pytest.mark.parametrize("element", [b"*", b"|", b"\x1d", b"^"])
def test_delimiters_come_from_the_file(terminator: bytes, element: bytes) -> None:
    data = DATA.replace(b"~", terminator).replace(b"*", element)
    assert read_one(data, ReadOptions(charset="latin-1")).result.message.order_number == "1"


def test_a_letter_in_isa11_is_no_repetition_separator() -> None:
    newer = DATA.replace(b"*U*00401*", b"*U*00501*")
    assert read_envelope(newer).interchanges[0].delimiters.repetition is None
    assert read_envelope(newer.replace(b"*U*", b"*^*")).interchanges[0].delimiters.repetition == "^"


def test_interchanges_of_one_file_keep_their_own_delimiters_and_banners_are_set_aside() -> None:
    banner = b"VAN MAILBOX 7\n"
    data = banner + DATA + b"\n" + DATA.replace(b"*", b"|").replace(b"~", b"\n") + b"trailing words"
    transmission = read_envelope(data)
    assert [found.delimiters.element for found in transmission.interchanges] == ["*", "|"]
    assert transmission.remainders == (
        (0, len(banner)),
        (len(banner) + len(DATA), len(banner) + len(DATA) + 1),
        (len(data) - len(b"trailing words"), len(data)),
    )
    assert [p.code for p in transmission.problems] == ["bytes_outside", "bytes_outside"]


def test_isa_inside_data_does_not_begin_an_interchange() -> None:
    data = interchange("BEG*00*SA*1**20260105\nN1*ST*ISA*92*ISA*7\nPO1*1*1*EA*2")
    assert len(read_envelope(data).interchanges) == 1


def test_what_stands_before_and_after_a_broken_interchange_is_read() -> None:
    broken = DATA[: DATA.index(b"PO1")]
    transmission = read_envelope(DATA + broken + DATA)
    assert [len(found.groups[0].sets) for found in transmission.interchanges] == [1, 1, 1]
    assert {p.code for p in transmission.interchanges[1].problems} >= {"iea_missing"}
    assert [p.code for p in transmission.interchanges[1].groups[0].sets[0].problems] == ["se_missing"]
    assert not transmission.interchanges[2].groups[0].sets[0].problems


def test_gb18030_is_decoded_before_it_is_cut_and_offsets_stay_bytes() -> None:
    # The second bytes of these two characters are a tilde and a vertical bar.
    data = interchange("BEG*00*SA*订单**20260105\nN1*ST*紐珅\nPO1*1*x*EA*2").decode().encode("gb18030")
    entry = read_one(data, ReadOptions(charset="gb18030"))
    assert entry.set.segments[2] == ["N1", "ST", "紐珅"]
    (bad,) = [p for p in entry.result.problems if p.code == "bad_number"]
    assert data[bad.position.byte : bad.position.byte + 1] == b"x"


def test_bytes_outside_of_the_charset_are_told_and_replaced() -> None:
    data = DATA.replace(b"Long name", b"Long \xff name")
    transmission = read_envelope(data)
    assert [(p.code, p.position.byte) for p in transmission.problems] == [
        ("bad_charset", data.index(b"\xff"))
    ]
    assert transmission.interchanges[0].groups[0].sets[0].segments[2][2] == "Long \ufffd name of a shop"


@pytest.mark.parametrize(
    "options", [ReadOptions(max_set_segments=3), ReadOptions(max_set_bytes=60)], ids=["segments", "bytes"]
)
def test_a_set_above_the_limit_is_skipped_and_the_rest_is_read(options: ReadOptions) -> None:
    data = interchange(BODY, "BEG", BODY)
    found = read_envelope(data, options).interchanges[0]
    first, small, last = found.groups[0].sets
    for large in (first, last):
        assert [p.code for p in large.problems] == ["set_too_large"]
        assert [segment[0] for segment in large.segments] == ["ST", "SE"]
        assert large.raw == b""
    assert small.segments[1] == ["BEG"]
    assert not small.problems
    assert not found.problems
    assert last.first_segment_in_file == 2 + 6 + 3 + 1
    assert data[last.byte_start :].startswith(b"ST*850*0003")
    assert all(large.problems[0].severity is Severity.ERROR for large in (first, last))
    result = read_one(DATA, options).result
    assert result.message is None
    assert [p.code for p in result.problems] == ["set_too_large"]


def test_control_numbers_stay_text() -> None:
    found = read_envelope(DATA).interchanges[0]
    assert (found.control_number, found.sender_id, found.receiver_id) == ("000000101", "BUYER", "SELLER")


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        (b"*55*X*", b"*" + b"5" * 9000 + b"*X*", "GS06"),
        (b"GS*PO*", b"GS*" + b"P" * 9000 + b"*", "GS01"),
        (b"ST*850*0001", b"ST*850*" + b"1" * 9000, "ST02"),
        (b"ST*850*0001", b"ST*" + b"8" * 9000 + b"*0001", "ST01"),
    ],
)
def test_a_name_that_is_far_too_long_is_none(old, new, lacks):
    data = interchange("BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nCTT*1")
    assert old in data
    [found] = read_envelope(data.replace(old, new)).interchanges
    [group] = found.groups
    [member] = group.sets
    told = [problem.expected for problem in (*group.problems, *member.problems)]
    assert lacks in told
    assert (
        max(map(len, (group.functional_id, group.control_number, member.set_id, member.control_number))) < 20
    )
