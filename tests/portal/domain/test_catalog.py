"""Items and their packing units: exact factors, checked codes."""

from decimal import Decimal

import pytest

from causeway.portal.domain.catalog import errors, queries, service
from causeway.portal.domain.catalog.packing import Factor, in_base_units, parse_factor
from causeway.portal.domain.catalog.service import NewItem
from tests.builders.trade import another_item


@pytest.mark.parametrize(
    ("written", "factor"),
    [("12", Factor(12)), (" 0.5 ", Factor(1, 2)), ("1/3", Factor(1, 3)), ("24/2", Factor(12))],
)
def test_factor_is_read_exactly(written, factor):
    assert parse_factor(written) == factor


@pytest.mark.parametrize("written", ["", "0", "-1", "a dozen", "1/0", "99999999999"])
def test_what_is_no_factor_is_none(written):
    assert parse_factor(written) is None


def test_three_thirds_are_one_while_one_third_is_rounded():
    third = Factor(1, 3)
    assert in_base_units(Decimal(3), third) == 1
    assert in_base_units(Decimal(1), third) == Decimal("0.333333")


def test_packing_unit_replaces_the_former_factor(trade):
    with trade.staff() as session:
        service.set_packing_unit(session, trade.item_id, "XCT", Factor(12))
        service.set_packing_unit(session, trade.item_id, "XCT", Factor(10))
        assert queries.factors(session, [trade.item_id]) == {(trade.item_id, "XCT"): Factor(10)}
        service.remove_packing_unit(session, trade.item_id, "XCT")
        assert queries.factors(session, [trade.item_id]) == {}


@pytest.mark.parametrize(("unit", "factor"), [("EA", Factor(2)), ("XCT", Factor(0))])
def test_factor_that_cannot_be_is_refused(trade, unit, factor):
    with pytest.raises(errors.InvalidFactorError), trade.staff() as session:
        service.set_packing_unit(session, trade.item_id, unit, factor)


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewItem("M-100", "x", "EA"), errors.ItemCodeTakenError),
        (NewItem("M-1", "x", "CASES"), errors.UnknownUnitError),
        (NewItem("M-1", " ", "EA"), errors.InvalidItemError),
        (NewItem("M-1", "x", "EA", gtin="6901234567893"), errors.InvalidItemError),
        (NewItem("M-1", "x", "EA", gtin="69012"), errors.InvalidItemError),
    ],
)
def test_item_that_cannot_be_is_refused(trade, new, error):
    with pytest.raises(error), trade.staff() as session:
        service.add_item(session, new)


def test_gtin_is_kept_with_fourteen_digits(trade):
    with trade.staff() as session:
        assert another_item(session, "M-2", gtin="6901234567892").gtin == "06901234567892"


def test_catalogue_is_paged_by_code(trade):
    with trade.staff() as session:
        for number in range(5):
            another_item(session, f"B-{number}")
        first = queries.list_items(session, limit=4)
        second = queries.list_items(session, after_code=first[-1].code, limit=4)
    assert [item.code for item in (*first, *second)] == ["B-0", "B-1", "B-2", "B-3", "B-4", "M-100"]
