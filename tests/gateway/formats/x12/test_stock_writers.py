"""Stock and activity that were decided here, without a set that was read before."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.gateway.canonical.header import Purpose, Standard
from causeway.gateway.canonical.inventory import (
    INVENTORY_REPORT_SCHEMA,
    PRODUCT_ACTIVITY_SCHEMA,
    Activity,
    ActivityLine,
    ActivityMeasure,
    Balance,
    BalanceMeasure,
    Coverage,
    Handling,
    InventoryLine,
    InventoryReport,
    ProductActivity,
    ReportKind,
)
from causeway.gateway.canonical.items import Item
from causeway.gateway.canonical.orders import ScheduleLine
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Price, PriceKind, Quantity
from causeway.gateway.canonical.references import Note, NotePurpose, Reference, ReferenceKind
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.formats.base import NotWritableError
from causeway.gateway.formats.x12 import GroupContent, SetContent, WriteOptions, write_interchange
from causeway.gateway.formats.x12.documents import WRITERS
from causeway.gateway.formats.x12.stock_meanings import ACTIVITY_CODES, BALANCE_CODES
from tests.builders.orders import a_header

from .support import ReadSet, interchange, read_envelope, read_one, spec_for
from .test_round_trip import as_said

DAY = dt.date(2026, 3, 20)
ITEM = Item((Identifier("buyer", "M-100"),))
RECEIVED = next(iter(read_envelope(interchange("BEG*00*SA*1**20260105")).interchanges))


def eaches(count: int) -> Quantity:
    return Quantity(Decimal(count), "EA")


def a_report(**changes: Any) -> InventoryReport:
    given: dict[str, Any] = {
        "header": a_header(INVENTORY_REPORT_SCHEMA, code="846", standard=Standard.WEB),
        "purpose": Purpose.ORIGINAL,
        "report_number": "STOCK-1",
        "kind": ReportKind.ADVICE,
        "report_type": "seller",
        "as_of": Moment(DAY, dt.time(8, 0)),
        "lines": (InventoryLine(1, ITEM, balances=(Balance(BalanceMeasure.AVAILABLE_FOR_SALE, eaches(5)),)),),
    }
    return InventoryReport(**given | changes)


def an_activity(*activities: Activity, **changes: Any) -> ProductActivity:
    given: dict[str, Any] = {
        "header": a_header(PRODUCT_ACTIVITY_SCHEMA, code="852", standard=Standard.WEB),
        "purpose": Purpose.ORIGINAL,
        "period": Window(Moment(dt.date(2026, 3, 16)), Moment(dt.date(2026, 3, 22))),
        "handling": Handling.NOTIFICATION,
        "lines": (ActivityLine(1, ITEM, activities=activities),),
    }
    return ProductActivity(**given | changes)


def lines_of(message: Any, version: str = "004010") -> tuple[list[str], list[str]]:
    """The segments as text, and what is not carried."""
    set_id = "846" if isinstance(message, InventoryReport) else "852"
    result = WRITERS[set_id](message, WriteOptions(version=version))
    lines = ["*".join(map(str, segment)) for segment in result.segments]
    return lines, [f"{loss.position.tag} {loss.value}" for loss in result.losses]


def read_back(message: Any, version: str = "004010") -> ReadSet:
    """The message after it was written and read."""
    set_id = "846" if isinstance(message, InventoryReport) else "852"
    result = WRITERS[set_id](message, WriteOptions(version=version))
    assert result.losses == ()
    functional_id = {"846": "IB", "852": "PD"}[set_id]
    group = GroupContent(functional_id, "1", version, [SetContent(set_id, "0001", result.segments)])
    spec = dataclasses.replace(spec_for(RECEIVED), interchange_version=version[:5])
    return read_one(write_interchange([group], spec))


def test_a_stock_report_says_what_there_is_and_when_more_comes() -> None:
    window = Window(latest=Moment(dt.date(2026, 4, 1)))
    line = InventoryLine(
        1,
        ITEM,
        "10",
        location=Party(PartyRole.SHIP_TO, ids=(Identifier("assigned_by_buyer", "H3"),)),
        owner=Party(PartyRole.BUYER, name="North Mills"),
        balances=(
            Balance(BalanceMeasure.ON_HAND, eaches(12), as_of=Moment(DAY), lot="L-1"),
            Balance(
                BalanceMeasure.AVAILABLE_FOR_SALE,
                eaches(9),
                available_on=Window(Moment(DAY), Moment(dt.date(2026, 3, 31))),
            ),
        ),
        prices=(Price(Decimal("2.5"), "EUR", kind=PriceKind.RETAIL),),
        schedule_lines=(ScheduleLine(eaches(50), requested_delivery=window),),
    )
    warehouse = Party(PartyRole.WAREHOUSE, name="Leeds")
    lines, losses = lines_of(
        a_report(currency="USD", coverage=Coverage.INCREMENTAL, location=warehouse, lines=(line,))
    )
    assert lines == [
        "BIA*25*SI*STOCK-1*20260320*0800",
        "CUR*SE*USD",
        "N1*WH*Leeds",
        "LIN*10*BP*M-100",
        "CTP**RES*2.5",
        "QTY*17*12*EA",
        "DTM*007*20260320",
        "LS*LOT",
        "REF*LT*L-1",
        "LE*LOT",
        "QTY*33*9*EA",
        "DTM*018*20260320",
        "SCH*50*EA***063*20260401",
        "N1*RL**92*H3",
        "N1*OW*North Mills",
        "CTT*1",
    ]
    assert losses == ["CTP EUR", "DTM 2026-03-31"]


def test_what_an_846_has_no_place_for_is_told() -> None:
    line = InventoryLine(
        1,
        ITEM,
        references=(Reference(ReferenceKind.INVOICE, "I-1", date=DAY),),
        notes=(Note(NotePurpose.GENERAL, "Sorted"),),
        schedule_lines=(ScheduleLine(eaches(50)),),
    )
    report = a_report(
        kind=ReportKind.INQUIRY,
        coverage=Coverage.FULL,
        as_of=Moment(DAY, dt.time(8, 0), "UT"),
        lines=(line,),
    )
    lines, losses = lines_of(report)
    assert lines[0] == "BIA*00*PI*STOCK-1*20260320*0800"
    assert losses == ["BIA02 seller", "BIA05 UT", "BIA01 full", "REF 2026-03-20", "SCH 50", "NTE Sorted"]


@pytest.mark.parametrize(
    ("message", "place"),
    [
        (a_report(report_type=None), "BIA02"),
        (a_report(kind=ReportKind.OTHER, report_type=None), "BIA02"),
        (
            a_report(lines=(InventoryLine(1, ITEM, balances=(Balance(BalanceMeasure.BLOCKED, eaches(1)),)),)),
            "QTY01",
        ),
        (a_report(lines=(InventoryLine(1, Item()),)), "LIN02"),
        (an_activity(handling=Handling.OTHER), "XQ01"),
        (an_activity(period=Window(latest=Moment(DAY))), "XQ02"),
        (an_activity(Activity(ActivityMeasure.OTHER, eaches(1))), "ZA01"),
        (an_activity(Activity(ActivityMeasure.SOLD, Quantity(Decimal(1), "QQQ"))), "ZA03"),
        (an_activity(lines=(ActivityLine(1, Item()),)), "LIN02"),
    ],
)
def test_what_has_no_x12_form_is_refused_before_sending(message: Any, place: str) -> None:
    with pytest.raises(NotWritableError) as refused:
        lines_of(message)
    assert [str(problem.position) for problem in refused.value.problems] == [place]


def test_a_date_without_its_day_is_told_and_not_sent_on() -> None:
    body = "BIA*00*SI*S-1*20260320\nLIN**VP*A\nQTY*33*1*EA\nDTM*018"
    message = read_one(interchange(body, functional_id="IB", set_id="846")).result.message
    lines, losses = lines_of(message)
    assert lines == ["BIA*00*SI*S-1*20260320", "LIN**VP*A", "QTY*33*1*EA"]
    assert losses == ["DTM.1 018"]


def test_the_day_of_the_report_stays_beside_the_moment_of_the_stock() -> None:
    body = "BIA*00*SI*S-1*20260320*0800\nDTM*007*20260319*2200*UT\nLIN**VP*A"
    message = read_one(interchange(body, functional_id="IB", set_id="846")).result.message
    assert message.as_of.date == dt.date(2026, 3, 19)
    assert lines_of(message) == (body.split("\n"), [])


def stores(*pairs: tuple[str, int], measure: ActivityMeasure = ActivityMeasure.SOLD) -> list[Activity]:
    return [
        Activity(measure, eaches(count), Identifier("assigned_by_buyer", store)) for store, count in pairs
    ]


def test_the_stores_of_an_activity_stand_below_their_sum() -> None:
    day = Moment(dt.date(2026, 3, 18))
    lines, losses = lines_of(
        an_activity(
            *stores(("0001", 4), ("0002", 6)),
            *stores(("0001", 1), measure=ActivityMeasure.IN_TRANSIT),
            Activity(ActivityMeasure.OUT_OF_STOCK),
            Activity(ActivityMeasure.RECEIVED, eaches(7), period=Window(day, day)),
            Activity(ActivityMeasure.ADJUSTMENT, eaches(-2), period=Window(Moment(DAY))),
        )
    )
    assert lines == [
        "XQ*H*20260316*20260322",
        "LIN**BP*M-100",
        "ZA*QS*10*EA",
        "SDQ*EA*92*0001*4*0002*6",
        "ZA*QI*1*EA",
        "SDQ*EA*92*0001*1",
        "ZA*QO",
        "ZA*QR*7*EA*007*20260318",
        "ZA*QT*-2*EA*090*20260320",
        "CTT*1",
    ]
    assert losses == []


def test_what_an_852_has_no_place_for_is_told() -> None:
    reference = Reference(ReferenceKind.DOCK, "D7")
    activity = Activity(
        ActivityMeasure.SOLD,
        None,
        Identifier("gln", "4006381333931"),
        Window(Moment(DAY), Moment(dt.date(2026, 3, 21))),
    )
    _, losses = lines_of(
        an_activity(
            activity,
            report_number="A-1",
            purpose=Purpose.REPLACE,
            currency="EUR",
            parties=(Party(PartyRole.BUYER, name="North Mills", references=(reference,)),),
        )
    )
    assert losses == ["XQ04 A-1", "XQ05 05", "REF D7", "XQ currency", "ZA05 2026-03-21", "SDQ 4006381333931"]


def test_an_852_of_a_younger_version_has_a_number_and_a_purpose() -> None:
    lines, losses = lines_of(an_activity(report_number="A-1", purpose=Purpose.REPLACE), "005010")
    assert lines[0] == "XQ*H*20260316*20260322*A-1*05"
    assert losses == []


@pytest.mark.parametrize(("total", "told"), [("10", []), ("11", ["activity_total_mismatch"])])
def test_stores_that_do_not_add_up_are_told_and_believed(total: str, told: list[str]) -> None:
    body = f"XQ*H*20260316\nLIN**BP*A\nZA*QS*{total}*EA\nSDQ*EA*92*01*4*02*6"
    result = read_one(interchange(body, functional_id="PD", set_id="852")).result
    assert [problem.code for problem in result.problems] == told
    assert [one.quantity.value for one in result.message.lines[0].activities] == [4, 6]


# messages by chance

counts = st.decimals(-99_999, 99_999, places=2).map(lambda value: Quantity(value.normalize() + 0, "EA"))
moments = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)).map(Moment)
balances = st.builds(
    Balance,
    st.sampled_from(sorted(BALANCE_CODES)),
    counts,
    st.none() | moments,
    st.none() | moments.map(lambda at: Window(earliest=at)),
    st.none() | st.sampled_from(["L-1", "L-2"]),
)
activities = st.builds(
    Activity,
    st.sampled_from(sorted(ACTIVITY_CODES)),
    counts,
    st.none() | st.sampled_from(["0001", "0002"]).map(lambda store: Identifier("assigned_by_buyer", store)),
    st.none() | moments.map(lambda at: Window(at, at)) | moments.map(lambda at: Window(latest=at)),
)


def plainly(value: Any) -> Any:
    """What was meant, without how it was written."""
    if isinstance(value, msgspec.Struct):
        names = [name for name in value.__struct_fields__ if "as_sent" not in name and name != "extensions"]
        return {name: plainly(getattr(value, name)) for name in names}
    return [plainly(member) for member in value] if isinstance(value, tuple) else value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(balances, max_size=4), max_size=3), st.sampled_from(["003040", "004010", "005010"]))
def test_a_stock_report_reads_back_as_it_was_written(generated: list[list[Balance]], version: str) -> None:
    built = (
        tuple(
            InventoryLine(position, ITEM, str(position), balances=tuple(one))
            for position, one in enumerate(generated, 1)
        )
        or a_report().lines
    )
    first = read_back(a_report(lines=built), version)
    assert plainly(first.result.message.lines) == plainly(built)
    assert as_said(read_back(first.result.message, version).result.message) == as_said(first.result.message)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(activities, max_size=5), max_size=3), st.sampled_from(["003040", "004010", "005010"])
)
def test_activity_reads_back_as_it_was_written(generated: list[list[Activity]], version: str) -> None:
    built = (
        tuple(
            ActivityLine(position, ITEM, str(position), activities=tuple(one))
            for position, one in enumerate(generated, 1)
        )
        or an_activity(Activity(ActivityMeasure.SOLD, eaches(1))).lines
    )
    first = read_back(an_activity(lines=built), version)
    assert plainly(first.result.message.lines) == plainly(built)
    assert as_said(read_back(first.result.message, version).result.message) == as_said(first.result.message)
