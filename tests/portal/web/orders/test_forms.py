"""What the answer form says of one line."""

from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from causeway.portal.domain.orders.answers import Delivery, DeliveryStatus, ReasonCode
from causeway.portal.web.orders.forms import (
    Asked,
    Choice,
    LineEntry,
    Rest,
    add_delivery,
    blank_line,
    deliveries_of,
    plain_quantity,
    read_line,
    remove_delivery,
)
from causeway.portal.web.orders.numbers import parse_quantity

TODAY = date(2026, 11, 22)
DUE, LATER = date(2026, 12, 3), date(2026, 12, 10)
ASKED = Asked(Decimal(1000), ((Decimal(1000), DUE),))
TWO = Asked(Decimal(1000), ((Decimal(600), DUE), (Decimal(400), LATER)))


def line(asked: Asked = ASKED, **fields: str | list[str]) -> LineEntry:
    form: MultiDict[str, str] = MultiDict()
    for name, value in fields.items():
        form.setlist(f"a.{name}", value if isinstance(value, list) else [value])
    return read_line(form, "a", asked, today=TODAY)


def test_a_line_that_nobody_touched_is_left_for_later() -> None:
    entry = line(answer="", quantity="1000", day="2026-12-03")
    assert entry.choice is Choice.LATER
    assert entry.is_valid


def test_the_blank_form_reads_back_as_asked() -> None:
    blank = blank_line(TWO)
    sent = {
        "quantity": [each.quantity for each in blank.deliveries],
        "day": [each.day for each in blank.deliveries],
    }
    assert line(TWO, answer="accept", **sent).is_valid
    assert deliveries_of(line(TWO, answer="accept", **sent), TWO) == (
        Delivery(Decimal(600), DUE),
        Delivery(Decimal(400), LATER),
    )


def test_typing_another_value_without_choosing_means_a_change() -> None:
    entry = line(answer="", quantity="1,000", day="2026-12-02")
    assert entry.choice is Choice.CHANGE
    assert deliveries_of(entry, ASKED) == (Delivery(Decimal(1000), date(2026, 12, 2)),)


def test_accepting_a_line_with_other_values_is_refused_beside_the_choice() -> None:
    entry = line(answer="accept", quantity="900", day="2026-12-03")
    assert set(entry.errors) == {"answer"}
    assert entry.deliveries[0].quantity == "900"


def test_accepting_without_delivery_fields_means_as_asked() -> None:
    assert deliveries_of(line(TWO, answer="accept"), TWO)[1] == Delivery(Decimal(400), LATER)


def test_a_split_keeps_each_delivery_and_gives_the_reason_to_the_late_one() -> None:
    entry = line(
        answer="change",
        quantity=["600", "400"],
        day=["2026-12-03", "2026-12-10"],
        reason="no_capacity",
        text=" second batch ",
    )
    assert entry.is_valid
    assert deliveries_of(entry, ASKED) == (
        Delivery(Decimal(600), DUE),
        Delivery(Decimal(400), LATER, reason=ReasonCode.NO_CAPACITY, reason_text="second batch"),
    )


def test_a_shortfall_must_be_decided() -> None:
    entry = line(answer="change", quantity="800", day="2026-12-03")
    assert set(entry.errors) == {"rest"}
    assert "200" in entry.errors["rest"]


@pytest.mark.parametrize(
    ("rest", "status"), [("backorder", DeliveryStatus.BACKORDER), ("drop", DeliveryStatus.REJECT)]
)
def test_what_is_left_open_follows_later_or_is_rejected(rest: str, status: DeliveryStatus) -> None:
    entry = line(answer="change", quantity="800", day="2026-12-03", rest=rest, reason="no_material")
    assert entry.is_valid
    assert deliveries_of(entry, ASKED)[-1] == Delivery(Decimal(200), None, status, ReasonCode.NO_MATERIAL)


def test_rejecting_needs_a_reason_of_the_list() -> None:
    assert set(line(answer="reject", quantity="1000", day="2026-12-03").errors) == {"reason"}
    assert set(line(answer="reject", reason="because").errors) == {"reason"}
    entry = line(answer="reject", quantity="what stands here", day="does not matter", reason="quality")
    assert entry.is_valid
    assert deliveries_of(entry, ASKED) == (
        Delivery(Decimal(1000), None, DeliveryStatus.REJECT, ReasonCode.QUALITY),
    )


def test_each_wrong_field_has_its_own_error_and_keeps_what_was_typed() -> None:
    entry = line(answer="change", quantity=["1.000", "x"], day=["tomorrow", ""])
    first, second = entry.deliveries
    assert (first.quantity, first.day, second.quantity) == ("1.000", "tomorrow", "x")
    assert all([first.quantity_error, first.day_error, second.quantity_error, second.day_error])
    assert not entry.is_valid


def test_a_choice_that_does_not_exist_is_refused() -> None:
    assert set(line(answer="perhaps").errors) == {"choice"}


def test_an_overlong_explanation_is_refused_and_kept() -> None:
    entry = line(answer="reject", reason="quality", text="x" * 501)
    assert set(entry.errors) == {"text"}
    assert len(entry.text) == 501


def test_a_line_without_a_date_can_be_accepted_and_must_be_dated_when_changed() -> None:
    undated = Asked(Decimal(5), ((Decimal(5), None),))
    assert line(undated, answer="accept", quantity="5", day="").is_valid
    assert line(undated, answer="", quantity="5", day="").choice is Choice.LATER
    changed = line(undated, answer="change", quantity="5", day="")
    assert changed.deliveries[0].day_error


def test_one_more_delivery_takes_what_the_others_leave_open() -> None:
    entry = add_delivery(line(answer="", quantity="700", day="2026-12-03"), ASKED)
    assert entry.choice is Choice.CHANGE
    assert [each.quantity for each in entry.deliveries] == ["700", "300"]
    assert [each.quantity for each in remove_delivery(entry, 0).deliveries] == ["300"]
    assert len(remove_delivery(remove_delivery(entry, 0), 0).deliveries) == 1


def test_more_than_was_ordered_is_left_to_the_domain_to_refuse() -> None:
    entry = line(answer="change", quantity="1,200", day="2026-12-03", rest="drop")
    assert deliveries_of(entry, ASKED) == (Delivery(Decimal(1200), DUE),)
    assert entry.rest is Rest.DROP


@pytest.mark.parametrize("value", ["1", "1000", "1.25", "1.125", "12.500001", "0.125", "1234.125", "100.001"])
def test_a_quantity_in_a_field_reads_back_as_itself(value: str) -> None:
    assert parse_quantity(plain_quantity(Decimal(value))) == Decimal(value)
