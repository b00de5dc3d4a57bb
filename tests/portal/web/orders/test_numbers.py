"""Quantities and dates as people type them."""

from datetime import date
from decimal import Decimal

import pytest

from causeway.portal.web.orders.numbers import InputError, parse_date, parse_quantity

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("800", "800"),
        (" 1,000 ", "1000"),
        ("1,234,567.5", "1234567.5"),
        ("1234.5", "1234.5"),
        ("0.125", "0.125"),
        (".5", "0.5"),
        ("1.5", "1.5"),
        ("1.2500", "1.25"),
        ("1000.000", "1000"),
        ("1 000", "1000"),
        ("1\u00a0000", "1000"),
        ("1\u202f000", "1000"),
        ("1'000", "1000"),
        ("１，０００", "1000"),
        ("１２.５", "12.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("+12", "12"),
    ],
)
def test_a_quantity_with_one_reading_is_taken(typed: str, meant: str) -> None:
    assert parse_quantity(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "small", "large"),
    [("1.000", "1", "1000"), ("1.250", "1.25", "1250"), ("1.125", "1.1250", "1125")],
)
def test_a_quantity_with_two_readings_is_refused_and_both_are_named(
    typed: str, small: str, large: str
) -> None:
    with pytest.raises(InputError) as refused:
        parse_quantity(typed)
    assert refused.value.code == "quantity_ambiguous"
    assert refused.value.values == {"typed": typed, "small": small, "large": large}
    assert parse_quantity(small) * 1000 == parse_quantity(large)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "quantity_missing"),
        ("   ", "quantity_missing"),
        ("many", "quantity_unreadable"),
        ("1,5", "quantity_unreadable"),
        ("1,00", "quantity_unreadable"),
        ("12,34,567", "quantity_unreadable"),
        ("1e3", "quantity_unreadable"),
        ("NaN", "quantity_unreadable"),
        ("0,100", "quantity_unreadable"),
        ("٣", "quantity_unreadable"),
        ("0", "quantity_not_positive"),
        ("-3", "quantity_not_positive"),
        ("99999999999999", "quantity_too_large"),
        ("1.12345678", "quantity_too_fine"),
    ],
)
def test_what_is_no_quantity_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_quantity(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "typed", ["2026-12-03", "2026/12/3", "2026.12.3", "2026年12月3日", "２０２６-12-03", " 2026-12-03 "]
)
def test_a_date_is_taken_in_the_ways_it_is_written(typed: str) -> None:
    assert parse_date(typed, today=TODAY) == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date_missing"),
        ("12/03", "date_unreadable"),
        ("03/12/2026", "date_unreadable"),
        ("2026-02-30", "date_unreadable"),
        ("0202-12-03", "date_far_off"),
        ("2062-12-03", "date_far_off"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_date(typed, today=TODAY)
    assert refused.value.code == code
