"""What the codes of planning and shipping schedules mean, one table per list, and the way back."""

from causeway.gateway.canonical.forecasts import (
    Commitment,
    DateBasis,
    PositionMeasure,
    QuantityBasis,
    Timing,
)

DATE_BASES = {  # 675
    "DL": DateBasis.DELIVERY,
    "SH": DateBasis.SHIP,
    "BB": DateBasis.CONSUMPTION,
    "KB": DateBasis.KANBAN,
}
DATE_BASIS_CODES = {basis: code for code, basis in DATE_BASES.items()}
QUANTITY_BASES = {"A": QuantityBasis.DISCRETE, "C": QuantityBasis.CUMULATIVE}  # 676
QUANTITY_BASIS_CODES = {basis: code for code, basis in QUANTITY_BASES.items()}
COMMITMENTS = {  # 680
    "A": Commitment.IMMEDIATE,
    "B": Commitment.MATERIAL,
    "C": Commitment.FIRM,
    "D": Commitment.PLANNING,
}
COMMITMENT_CODES = {commitment: code for code, commitment in COMMITMENTS.items()}
TIMINGS = {  # 681; C is daily here and firm in 680, D is discrete here and planning in 680
    "A": Timing.YEARLY,
    "C": Timing.DAILY,
    "D": Timing.DISCRETE,
    "F": Timing.FLEXIBLE,
    "M": Timing.MONTHLY,
    "Q": Timing.QUARTERLY,
    "S": Timing.HALF_YEARLY,
    "T": Timing.FOUR_WEEK,
    "W": Timing.WEEKLY,
}
TIMING_CODES = {timing: code for code, timing in TIMINGS.items()}
AUTHORIZATIONS = {  # 672
    "FI": PositionMeasure.AUTHORIZED_FINISHED,
    "LB": PositionMeasure.AUTHORIZED_LABOR,
    "MT": PositionMeasure.AUTHORIZED_MATERIAL,
    "PQ": PositionMeasure.REQUIRED_BEFORE_HORIZON,
}
AUTHORIZATION_CODES = {measure: code for code, measure in AUTHORIZATIONS.items()}
# 673 and 374 together: a cumulative under 051 (the day its count began) says neither shipped nor received.
SHIPMENTS = {
    ("01", "011"): PositionMeasure.LAST_SHIPPED,
    ("01", "050"): PositionMeasure.LAST_RECEIVED,
    ("02", "011"): PositionMeasure.SHIPPED_CUMULATIVE,
    ("02", "050"): PositionMeasure.RECEIVED_CUMULATIVE,
}
SHIPMENT_CODES = {measure: codes for codes, measure in SHIPMENTS.items()}
COUNT_BEGAN = "051"
_TIME_QUALIFIERS = {DateBasis.DELIVERY: "002", DateBasis.SHIP: "010"}


def qualifier_of_day(measure: PositionMeasure, *, has_start: bool) -> str:
    """The qualifier (374) that SHP03 has for a position; empty where there is no usual one."""
    return COUNT_BEGAN if has_start else SHIPMENT_CODES.get(measure, ("", ""))[1]


def qualifier_of_time(basis: DateBasis) -> str:
    """The qualifier (374) that FST06 has for the time of a bucket; empty where there is no usual one."""
    return _TIME_QUALIFIERS.get(basis, "")
