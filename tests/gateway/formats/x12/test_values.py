"""Values that are worked out once: that they are right, that memory stays bounded, and that sets let go of segments."""

import io
import random
from pathlib import Path

import pytest

from causeway.gateway.formats.x12 import read_envelope, stream_sets
from causeway.gateway.formats.x12.coded import VALUES, ByCode, Remembered, check_digit, has_check_digit
from causeway.gateway.formats.x12.envelope import TransactionSet
from causeway.gateway.formats.x12.guides.values import MEMO_LIMIT, NUMBERS

GOLDEN = sorted((Path(__file__).parents[3] / "golden" / "x12").glob("*/*/in.edi"))


def test_values_beside_codes_are_bounded_all_together() -> None:
    memo = ByCode(lambda code, text: f"{code} {text}", most=100)
    largest = 0
    for number in range(100_000):
        assert memo[f"C{number % 7}"][str(number)] == f"C{number % 7} {number}"
        largest = max(largest, len(memo) + sum(len(values) for values in memo.values()))
    assert largest == 100


def test_codes_that_a_sender_invents_do_not_fill_the_memory() -> None:
    memo = ByCode(lambda code, text: code + text, most=100)
    for number in range(10_000):
        assert memo[f"code {number}"]["1"] == f"code {number}1"
    assert len(memo) <= 100
    assert memo["x" * 50]["1"] == "x" * 50 + "1"
    assert "x" * 50 not in memo
    assert memo["A"]["y" * 50] == "A" + "y" * 50
    assert "y" * 50 not in memo["A"]


def test_the_memos_of_lines_hold_no_more_than_their_limit() -> None:
    quantities, days = VALUES["QUANTITIES"], VALUES["DAYS"]
    for number in range(2 * MEMO_LIMIT):
        assert quantities["EA"][f"{number}.5"].value == NUMBERS[f"{number}.5"]
    assert sum(len(values) for values in quantities.values()) <= MEMO_LIMIT
    assert len(NUMBERS) <= MEMO_LIMIT
    assert isinstance(days, Remembered)
    for number in range(5_000):
        assert days[f"{number:08d}x"] is None
    assert len(days) <= 1_000


@pytest.mark.parametrize("length", range(1, 16))
def test_an_item_number_is_made_at_once_exactly_where_its_check_digit_is_right(length: int) -> None:
    rnd = random.Random(length)
    make = VALUES["ITEM_IDS"]["UP"]
    for _ in range(200):
        text = "".join(rnd.choices("0123456789", k=length))
        made = make(text)
        assert (made is not None) == (length <= 14 and has_check_digit(text))
        right = make(text[:-1] + check_digit(text[:-1])) if length > 1 else None
        if right is not None:
            assert right.value == (right.written or right.value).rjust(14, "0")
            assert right.as_sent == (None if length == 12 else "x12:235:UP")
        assert length in (1, 15) or right is not None


@pytest.mark.parametrize("text", ["", "12345678901A", "+123456789012", "12345678901٢", " 0614141000036"])
def test_what_is_not_digits_is_no_item_number(text: str) -> None:
    assert VALUES["ITEM_IDS"]["UP"](text) is None


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case.parents[1].name}/{case.parent.name}")
def test_segments_that_were_let_go_are_cut_the_same_again(case: Path) -> None:
    data = case.read_bytes()
    streamed = [each for each in stream_sets(io.BytesIO(data)) if isinstance(each, TransactionSet)]
    whole = [
        member
        for interchange in read_envelope(data).interchanges
        for group in interchange.groups
        for member in group.sets
    ]
    assert [member.segments for member in whole] == [member.segments for member in streamed]
    assert [member.opened().spans for member in whole] == [member.spans for member in streamed]


def test_a_plain_set_of_a_whole_file_holds_its_bytes_alone() -> None:
    data = (GOLDEN[0].parents[2] / "850" / "plain" / "in.edi").read_bytes()
    [member] = read_envelope(data).interchanges[0].groups[0].sets
    assert member.held is None
    opened = member.opened()
    assert opened.held == member.segments
    assert opened.opened() is opened
