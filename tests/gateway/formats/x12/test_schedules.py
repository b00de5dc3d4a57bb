"""Planning and shipping schedules that were decided here: written, read again, the same; and what cannot be told is told."""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.gateway.canonical.forecasts import (
    FORECAST_SCHEMA,
    Bucket,
    Commitment,
    DateBasis,
    Delivery,
    DeliveryPattern,
    Forecast,
    ForecastKind,
    ForecastLine,
    Position,
    PositionMeasure,
    QuantityBasis,
    Timing,
)
from causeway.gateway.canonical.header import Purpose, Standard
from causeway.gateway.canonical.items import Description, Item
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.references import (
    Note,
    NotePurpose,
    OrderReference,
    Reference,
    ReferenceKind,
)
from causeway.gateway.canonical.times import Moment, Precision, Window
from causeway.gateway.formats.base import NotWritableError
from causeway.gateway.formats.x12 import GroupContent, SetContent, WriteOptions, write_interchange
from causeway.gateway.formats.x12.documents import WRITERS
from causeway.gateway.formats.x12.guides import functional_id_of
from causeway.gateway.formats.x12.schedule_meanings import (
    AUTHORIZATION_CODES,
    COMMITMENT_CODES,
    SHIPMENT_CODES,
    TIMING_CODES,
)
from tests.builders.orders import a_header

from .support import interchange, read_envelope, read_one, spec_for
from .test_round_trip import as_said

DAY = dt.date(2026, 1, 5)
KINDS = {"830": ForecastKind.PLANNING, "862": ForecastKind.SHIPPING}


def a_forecast(set_id: str = "830", **values: Any) -> Forecast:
    given: dict[str, Any] = {
        "header": a_header(FORECAST_SCHEMA, code=set_id, standard=Standard.WEB),
        "purpose": Purpose.REPLACE,
        "schedule_number": "FC-1",
        "kind": KINDS[set_id],
        "date_basis": DateBasis.DELIVERY,
        "quantity_basis": QuantityBasis.DISCRETE,
        "horizon": Window(Moment(DAY), Moment(dt.date(2026, 6, 30))),
        "issued": DAY,
        "lines": (a_line(),),
    }
    return Forecast(**(given | values))


def a_line(**values: Any) -> ForecastLine:
    given: dict[str, Any] = {
        "position": 1,
        "item": Item((Identifier("buyer", "M-100"),)),
        "unit": "EA",
        "buckets": (Bucket(Quantity(Decimal(10)), Commitment.FIRM, Timing.DISCRETE, Moment(DAY)),),
    }
    return ForecastLine(**(given | values))


def written(
    message: Forecast, set_id: str, version: str = "004010"
) -> tuple[list[str], list[tuple[str, str]], Any]:
    """The segments, the places and values that are lost, and the message as it is read again."""
    result = WRITERS[set_id](message, WriteOptions(version=version))
    spec = spec_for(read_envelope(interchange("BEG*00*SA*1**20260105")).interchanges[0])
    content = SetContent(set_id, "0001", result.segments)
    data = write_interchange([GroupContent(functional_id_of(set_id) or "", "1", version, [content])], spec)
    texts = [line.rstrip("~") for line in data.decode().splitlines()][3:-3]
    losses = [(loss.position.tag or "", loss.value or "") for loss in result.losses]
    return texts, losses, read_one(data).result.message


days = st.dates(dt.date(2000, 1, 1), dt.date(2068, 12, 31))
times = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
quantities = st.decimals(min_value=0, max_value=10**6, places=2).map(
    lambda value: Quantity(Decimal(format(value, "f")))
)
moments = st.builds(
    lambda day, time: Moment(day, time, None, Precision.DAY if time is None else Precision.MINUTE),
    days,
    st.none() | times,
)
references = st.builds(
    Reference,
    st.sampled_from([ReferenceKind.DOCK, ReferenceKind.LINE_FEED, ReferenceKind.KANBAN]),
    st.text("AB12-", min_size=1, max_size=12),
)
patterns = st.lists(
    st.builds(
        lambda day, time: DeliveryPattern(f"x12:678:{day}", f"x12:679:{time}"), *[st.sampled_from("ABYF")] * 2
    ),
    max_size=4,
).map(tuple)
deliveries = st.lists(
    st.builds(Delivery, quantities, times, st.lists(references, max_size=2).map(tuple)), max_size=3
).map(tuple)
buckets = st.builds(
    Bucket,
    quantities,
    st.sampled_from(sorted(COMMITMENT_CODES)),
    st.sampled_from(sorted(TIMING_CODES)),
    moments,
    st.none() | days.map(Moment),
)
authorizations = st.builds(
    Position,
    st.sampled_from(sorted(AUTHORIZATION_CODES)),
    quantities,
    days.map(Moment),
    st.none() | days.map(Moment),
)
shipments = st.builds(
    Position,
    st.sampled_from(sorted(SHIPMENT_CODES)),
    quantities,
    st.none(),
    moments,
    st.none()
    | st.builds(lambda number: Reference(ReferenceKind.SHIP_NOTICE, number), st.text("S1", min_size=1)),
)
lines = st.builds(
    lambda code, order, unit, needs, line_references: {
        "item": Item((Identifier("buyer", code), Identifier("engineering_change", "B"))),
        "order": order,
        "unit": unit,
        "buckets": needs,
        "references": line_references,
    },
    st.text("AB12-", min_size=1, max_size=20),
    st.none()
    | st.builds(lambda number: OrderReference(number, line_id="3"), st.text("PO1-", min_size=1, max_size=20)),
    st.sampled_from(["EA", "KGM", "H87"]),
    st.lists(buckets, max_size=5).map(tuple),
    st.lists(references, max_size=2).map(tuple),
)


def without_codes(value: Any) -> Any:
    """A message as it was said, without the codes that only a message from the wire has."""
    if isinstance(value, dict):
        return {name: without_codes(part) for name, part in value.items() if not name.endswith("as_sent")}
    return [without_codes(part) for part in value] if isinstance(value, list) else value


def assert_same(read: Forecast, message: Forecast) -> None:
    for name in (
        "schedule_number",
        "kind",
        "purpose",
        "date_basis",
        "quantity_basis",
        "horizon",
        "issued",
        "lines",
    ):
        assert without_codes(as_said(getattr(read, name))) == without_codes(
            as_said(getattr(message, name))
        ), name


@settings(max_examples=25, deadline=None)
@given(
    parts=st.lists(
        st.tuples(lines, st.lists(authorizations, max_size=3), st.lists(shipments, max_size=3), patterns),
        min_size=1,
        max_size=3,
    ),
    basis=st.sampled_from([DateBasis.DELIVERY, DateBasis.SHIP]),
    quantity_basis=st.sampled_from([QuantityBasis.DISCRETE, QuantityBasis.CUMULATIVE]),
    version=st.sampled_from(["003040", "004010", "005010"]),
)
def test_a_generated_planning_schedule_comes_back(parts, basis, quantity_basis, version) -> None:
    message = a_forecast(
        date_basis=basis,
        quantity_basis=quantity_basis,
        lines=tuple(
            ForecastLine(
                position=at,
                line_id=str(at),
                positions=(*authorized, *shipped),
                **line
                | {
                    "buckets": tuple(
                        msgspec.structs.replace(bucket, pattern=pattern) for bucket in line["buckets"]
                    )
                },
            )
            for at, (line, authorized, shipped, pattern) in enumerate(parts, 1)
        ),
    )
    _, losses, read = written(message, "830", version)
    assert losses == []
    assert_same(read, message)


@settings(max_examples=25, deadline=None)
@given(
    parts=st.lists(
        st.tuples(lines, st.lists(shipments, max_size=3), patterns, deliveries), min_size=1, max_size=3
    ),
    version=st.sampled_from(["003040", "004010", "005010"]),
)
def test_a_generated_shipping_schedule_comes_back(parts, version) -> None:
    message = a_forecast(
        "862",
        lines=tuple(
            ForecastLine(
                position=at,
                line_id=str(at),
                positions=tuple(shipped),
                pattern=pattern,
                **line
                | {
                    "buckets": tuple(
                        msgspec.structs.replace(bucket, deliveries=parts_of_day) for bucket in line["buckets"]
                    )
                },
            )
            for at, (line, shipped, pattern, parts_of_day) in enumerate(parts, 1)
        ),
    )
    _, losses, read = written(message, "862", version)
    assert losses == []
    assert_same(read, message)


def test_the_most_that_was_authorised_stands_beside_what_is_authorised() -> None:
    since, until = Moment(DAY), Moment(dt.date(2026, 2, 1))
    positions = (
        Position(PositionMeasure.AUTHORIZED_FINISHED, Quantity(Decimal(1500)), since, until),
        Position(PositionMeasure.MAXIMUM_AUTHORIZED, Quantity(Decimal(1800)), since, until),
        Position(PositionMeasure.REQUIRED_BEFORE_HORIZON, Quantity(Decimal(900)), since),
    )
    texts, losses, read = written(a_forecast(lines=(a_line(positions=positions),)), "830")
    assert [text for text in texts if text.startswith("ATH")] == [
        "ATH*FI*20260201*1500*1800*20260105",
        "ATH*PQ**900**20260105",
    ]
    assert losses == []
    assert without_codes(as_said(read.lines[0].positions)) == without_codes(as_said(positions))


def test_a_cumulative_since_a_day_is_written_with_the_day_its_count_began() -> None:
    received = Position(
        PositionMeasure.RECEIVED_CUMULATIVE, Quantity(Decimal(860)), Moment(DAY), Moment(dt.date(2026, 1, 9))
    )
    texts, losses, read = written(a_forecast(lines=(a_line(positions=(received,)),)), "830")
    assert "SHP*02*860*051*20260105**20260109" in texts
    # 051 does not say whether it was shipped or received, and a reader does not guess.
    assert losses == [("SHP03", "received_cumulative")]
    [position] = read.lines[0].positions
    assert (position.measure, position.from_date) == (PositionMeasure.OTHER, Moment(DAY))


def test_buckets_with_a_pattern_stand_below_it() -> None:
    line = a_line()
    [bucket] = line.buckets
    own = (DeliveryPattern("x12:678:P", "x12:679:Y"),)
    needs = (bucket, msgspec.structs.replace(bucket, pattern=own))
    texts, _, read = written(
        a_forecast(lines=(a_line(buckets=needs, pattern=(DeliveryPattern("x12:678:A", "x12:679:D"),)),)),
        "830",
    )
    assert texts[3:7] == ["FST*10*C*D*20260105", "SDP*A*D", "SDP*P*Y", "FST*10*C*D*20260105"]
    assert [one.pattern for one in read.lines[0].buckets] == [(), own]
    assert [one.days_as_sent for one in read.lines[0].pattern] == ["x12:678:A"]


def test_what_a_shipping_schedule_has_no_place_for_is_told() -> None:
    line = a_line(
        item=Item((Identifier("buyer", "M-100"),), (Description("Hinge"),)),
        parties=(Party(PartyRole.SHIP_TO, None, (Identifier("mutual", "P1"),)),),
        positions=(Position(PositionMeasure.AUTHORIZED_MATERIAL, Quantity(Decimal(5)), None, Moment(DAY)),),
        notes=(Note(NotePurpose.GENERAL, "gently"),),
        lead_time=Quantity(Decimal(3), "DAY"),
        price=Price(Decimal(2), "USD"),
    )
    message = a_forecast("862", lines=(line,), updated=DAY, currency="EUR")
    _, losses, _ = written(message, "862")
    assert sorted(losses) == [
        ("ATH", "authorized_material"),
        ("BSS", "currency"),
        ("BSS", "updated"),
        ("LIN", "lead_time"),
        ("LIN", "parties"),
        ("NTE", "gently"),
        ("PID", "descriptions"),
        ("UIT02", "USD"),
    ]


def test_what_a_planning_schedule_has_no_place_for_is_told() -> None:
    bucket = Bucket(
        Quantity(Decimal(10), "KGM"), Commitment.FIRM, Timing.DISCRETE, Moment(DAY),
        deliveries=(Delivery(Quantity(Decimal(4)), dt.time(8)),),
        destination=Identifier("gln", "4006381333931"),
        references=(Reference(ReferenceKind.KANBAN, "K-1"), Reference(ReferenceKind.KANBAN, "K-2")),
    )  # fmt: skip
    positions = (Position(PositionMeasure.IN_TRANSIT, Quantity(Decimal(5))),)
    order = OrderReference("PO-1", "R1")
    _, losses, _ = written(
        a_forecast(
            "830",
            kind=ForecastKind.SEQUENCE,
            order=order,
            lines=(a_line(buckets=(bucket,), positions=positions),),
        ),
        "830",
    )
    assert sorted(losses) == [
        ("ATH", "in_transit"),
        ("BFR", "sequence"),
        ("BFR11", "release_number"),
        ("FST", "10 KGM"),
        ("FST", "4 08:00:00"),
        ("FST", "4006381333931"),
        ("FST09", "K-2"),
    ]


@pytest.mark.parametrize(
    ("set_id", "values", "places"),
    [
        ("830", {"date_basis": DateBasis.PRODUCTION}, {"BFR04"}),
        ("830", {"quantity_basis": QuantityBasis.OTHER}, {"BFR05"}),
        ("830", {"horizon": Window()}, {"BFR06"}),
        ("862", {"schedule_number": None, "horizon": Window(Moment(DAY))}, {"BSS02", "BSS06"}),
        ("862", {"lines": (a_line(item=Item()),)}, {"LIN03"}),
        ("862", {"lines": (a_line(unit="ZZZ"),)}, {"UIT01"}),
    ],
)
def test_what_would_not_be_a_schedule_is_not_written(
    set_id: str, values: dict[str, Any], places: set[str]
) -> None:
    with pytest.raises(NotWritableError) as refused:
        written(a_forecast(set_id, **values), set_id)
    assert {str(problem.position) for problem in refused.value.problems} == places


def test_a_shipping_schedule_that_does_not_say_how_it_counts_stays_so() -> None:
    texts, _, read = written(a_forecast("862", quantity_basis=QuantityBasis.OTHER), "862")
    assert texts[0] == "BSS*05*FC-1*20260105*DL*20260105*20260630"
    assert (read.quantity_basis, read.quantity_basis_as_sent) == (QuantityBasis.OTHER, None)
