"""Dates and numbers as people of each language write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from causeway.portal.web import formats
from causeway.portal.web.i18n import speaking
from causeway.tenants import clock


@pytest.fixture(params=["en", "zh_CN"])
def language(request, portal):
    with portal.test_request_context("/"), speaking(request.param):
        yield request.param


def in_both(language: str, english: str, chinese: str) -> str:
    return english if language == "en" else chinese


def test_a_day_of_this_year_has_no_year(language):
    year = clock.now().year
    assert formats.format_day(date(year, 12, 3)) == in_both(language, "3 Dec", "12月3日")


def test_a_day_of_another_year_has_one(language):
    assert formats.format_day(date(2031, 1, 9)) == in_both(language, "9 Jan 2031", "2031年1月9日")


def test_a_moment_is_told_in_the_zone_of_the_page(language):
    assert formats.format_moment(datetime(2031, 1, 9, 20, 30, tzinfo=UTC)).endswith("04:30")
    assert formats.format_moment_with_zone(datetime(2031, 1, 9, 20, 30, tzinfo=UTC)).endswith("04:30 UTC+8")


def test_nothing_is_a_dash(language):
    for show in (
        formats.format_day,
        formats.format_moment,
        formats.format_age,
        formats.format_quantity,
        formats.format_amount,
    ):
        assert show(None) == "—"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2400.000000", "2,400"),
        ("0.500000", "0.5"),
        ("1E+3", "1,000"),
        ("0", "0"),
        ("-3", "-3"),
        ("1234567.125", "1,234,567.125"),
    ],
)
def test_a_quantity_has_no_trailing_zeros(language, value, shown):
    assert formats.format_quantity(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("186420", "186,420.00"), ("2.5", "2.50"), ("0.12345", "0.12345")]
)
def test_an_amount_has_two_decimals_and_keeps_more(language, value, shown):
    assert formats.format_amount(Decimal(value)) == shown


def test_a_difference_is_told_with_words_and_sign(language):
    assert in_both(language, "3 days late", "晚 3 天") in formats.delta_days(3)
    assert in_both(language, "1 day early", "早 1 天") in formats.delta_days(-1)
    assert in_both(language, "on time", "准时") in formats.delta_days(0)
    assert formats.signed(3) == "+3"
    assert formats.signed(-1) == "-1"


def test_an_age_is_rough(language):
    now = clock.now()
    assert formats.format_age(now) == in_both(language, "just now", "刚刚")
    assert formats.format_age(now - timedelta(minutes=5, seconds=2)) == in_both(
        language, "5 min ago", "5分钟前"
    )


def test_a_value_cannot_bring_markup_along(language):
    assert "<b>" not in formats.money(Decimal(1), "<b>")


@pytest.mark.parametrize(("size", "shown"), [(812, "812 B"), (3400, "3.4 kB"), (1_200_000, "1.2 MB")])
def test_a_size_is_told_in_its_unit(language, size, shown):
    assert formats.format_bytes(size) == shown


def test_offsets_are_told_as_people_say_them(language):
    summer = datetime(2026, 7, 1, tzinfo=UTC)
    assert formats.offset_name(summer, "Asia/Kolkata") == "UTC+5:30"
    assert formats.offset_name(summer, "America/New_York") == "UTC-4"
    assert formats.offset_name(summer, "UTC") == "UTC"
