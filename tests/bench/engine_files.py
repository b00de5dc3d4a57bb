"""The generated files that the engine is measured on: seeded, so that every run reads the same bytes."""

import random
from collections.abc import Callable, Iterator

ORDERS, LINES = 100, 100
_SEED = 850
Lines = Callable[[random.Random, int], Iterator[str]]


def clean(orders: int = ORDERS, lines: int = LINES) -> str:
    """850 4010 orders of PO1, PID and SCH without anything to remark: valid GTINs, sums that agree."""
    return interchange(orders, lines, _plain_line)


def retail(orders: int = ORDERS, lines: int = LINES // 2) -> str:
    """850 4010 as chains of stores send them: PO1, CTP, PID, PO4, SAC and SDQ for each line, sums that agree."""
    return interchange(orders, lines, _retail_line)


def lenient(orders: int = ORDERS, lines: int = LINES) -> str:
    """The clean file with blanks at the end of an element of each line, which is forgiven and told once a set."""
    return interchange(orders, lines, lambda rnd, number: (f"{segment}" for segment in _blanks(rnd, number)))


def faulty(orders: int = ORDERS, lines: int = LINES) -> str:
    """The clean file with one error in each set: the twentieth line's date does not exist."""
    return interchange(orders, lines, _line_with_error)


def interchange(orders: int, lines: int, line: Lines) -> str:
    """One interchange with one group of orders, each made of the same header and the lines that are given."""
    rnd = random.Random(_SEED)
    segments = [
        "ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *260101*1200*U*00401*000000001*0*P*:",
        "GS*PO*BUYER*SELLER*20260101*1200*1*X*004010",
    ]
    for order in range(1, orders + 1):
        body = [
            f"BEG*00*NE*PO{order:06d}**20260101",
            "REF*DP*0123",
            "DTM*002*20260201",
            "N1*ST*Plant*92*W01",
            *(segment for number in range(1, lines + 1) for segment in line(rnd, number)),
            f"CTT*{lines}",
        ]
        segments += [f"ST*850*{order:04d}", *body, f"SE*{len(body) + 2}*{order:04d}"]
    segments += [f"GE*{orders}*1", "IEA*1*000000001", ""]
    return "~".join(segments)


def gtin(rnd: random.Random) -> str:
    """A UPC of 12 digits with its check digit."""
    digits = f"{rnd.randrange(10**11):011d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _ids(rnd: random.Random) -> str:
    return f"BP*B{rnd.randrange(100_000):05d}*VP*V{rnd.randrange(100_000):05d}*UP*{gtin(rnd)}"


def _price(rnd: random.Random) -> str:
    return f"{rnd.randrange(1, 10_000) / 100:.2f}"


def _day(rnd: random.Random) -> str:
    return f"2026{rnd.randint(1, 12):02d}{rnd.randint(1, 28):02d}"


def _plain_line(rnd: random.Random, number: int) -> Iterator[str]:
    pieces = rnd.randrange(1, 1000)
    yield f"PO1*{number}*{pieces}*EA*{_price(rnd)}*PE*{_ids(rnd)}"
    yield f"PID*F****Item description number {number}"
    yield f"SCH*{pieces}*EA***002*{_day(rnd)}"


def _blanks(rnd: random.Random, number: int) -> Iterator[str]:
    for segment in _plain_line(rnd, number):
        yield f"{segment}  " if segment.startswith("PID") else segment


def _line_with_error(rnd: random.Random, number: int) -> Iterator[str]:
    for segment in _plain_line(rnd, number):
        yield f"{segment}0" if number == 20 and segment.startswith("SCH") else segment


def _retail_line(rnd: random.Random, number: int) -> Iterator[str]:
    stores = [(store, rnd.randrange(1, 50)) for store in rnd.sample(range(100, 1000), 8)]
    yield f"PO1*{number}*{sum(pieces for _, pieces in stores)}*EA*{_price(rnd)}*WE*{_ids(rnd)}"
    yield f"CTP**RES*{_price(rnd)}"
    yield f"PID*F*08***Item description number {number}"
    yield f"PO4*12*1*EA*CTN25**{rnd.randrange(1, 30)}*LB"
    yield f"SAC*A*C310***{rnd.randrange(100, 9999)}********02"
    yield "*".join(["SDQ*EA*92", *(f"{store:04d}*{pieces}" for store, pieces in stores)])
