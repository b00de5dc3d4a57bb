"""Every element that was sent is in a field (the trace proves it), in the extensions, or a qualifier of its field."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from causeway.gateway.canonical.references import Extension, Note
from causeway.gateway.formats.x12 import ReadOptions, ReadResult, read_envelope, trace

from .support import SAMPLES, ReadSet, interchange, read_one, read_sets
from .test_golden import CASES, options_of

# Elements whose meaning is the field or scheme that their value was put into.
QUALIFIERS = {
    "BCA": {1, 2},
    "BCH": {1, 2},
    "BEG": {1, 2},
    "POC": {2, 5, *range(8, 28, 2)},
    "DTM": {1},
    "FOB": {4},
    "ITD": {1},
    "N1": {1, 3},
    "N4": {5},
    "N9": {1},
    "PER": {3, 5, 7},
    "PID": {1},
    "PO1": {*range(6, 26, 2)},
    "SAC": {1, 9, 12},
    "SCH": {5, 8},
    "SDQ": {1, 2},
    "SLN": {5, *range(9, 29, 2)},
    "TC2": {1},
    "TD5": {2, 7},
    "AMT": {1},
    "PO4": {3, 7, 9, 13},
    "CTT": {4, 6},
    "MEA": {2, 4},
    "BAK": {1, 2},
    "ADX": {3},
    "BGN": {1},
    "BIG": {7, 8},
    "BPR": {3},
    "BRA": {3, 4},
    "LIN": set(range(2, 32, 2)),
    "MAN": {1},
    "QTY": {3},
    "RCD": {3, 5, 7, 10, 13, 16, 19},
    "RMR": {1},
    "CAD": {7},
    "FST": {6, 8},
    "SHP": {1, 3},
    "IT1": {*range(6, 26, 2)},
    "PAM": {4},
    "REF": {1},
    "ZA": {4},
    "ACK": {4, 27, 28, *range(7, 27)},
    # The tree itself, rebuilt as lines and units; its ids stay with the units.
    "HL": {1, 2, 3},
    # The item's number once more, as in LIN; another one is kept.
    "SN1": {1},
    "TD1": {6},
}


def parts_in(value: Any, kind: type[Any]) -> Iterator[Any]:
    if isinstance(value, kind):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from parts_in(getattr(value, name), kind)
    elif isinstance(value, tuple):
        for member in value:
            yield from parts_in(member, kind)


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from str(value).split("\n")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, tuple):
        for member in value:
            yield from texts_in(member)


def lost_elements(entry: ReadSet) -> list[tuple[int, int, str]]:
    message = entry.result.message
    origins = trace(entry.set, entry.again)
    found = {origin for path, origin in origins.items() if "extensions[" not in path}
    notes = {text for note in parts_in(message, Note) for text in texts_in(note)}
    whole, single = set(), set()
    for extension in parts_in(message, Extension):
        tag, _, position = extension.tag.partition(".")
        (single if position else whole).add((extension.at, int(position or 0)))
        assert entry.set.segments[extension.at - 1][0] == tag
    lost = []
    for number, segment in enumerate(entry.set.segments, 1):
        if segment[0] in ("ST", "SE") or (number, 0) in whole:
            continue
        for position, value in enumerate(segment[1:], 1):
            place = (number, position)
            if not value or place in found or place in single or value in notes:
                continue
            if position not in QUALIFIERS.get(segment[0], ()):
                lost.append((number, position, f"{segment[0]}{position:02d}={value}"))
    return lost


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_element_of_a_golden_case_has_a_place(case) -> None:
    options = options_of(case)
    for entry in read_sets(read_envelope((case / "in.edi").read_bytes(), options), options):
        if entry.result.message is not None:
            assert lost_elements(entry) == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not beside this checkout")
def test_every_element_of_the_public_samples_has_a_place() -> None:
    counted = 0
    for path in sorted(SAMPLES.glob("*/*")):
        for entry in read_sets(read_envelope(path.read_bytes())):
            if (
                entry.set.set_id in ("810", "820", "824", "830", "850", "855", "856", "861", "862")
                and entry.result.message is not None
            ):
                assert lost_elements(entry) == [], path.name
                counted += 1
    assert counted >= 39


def test_the_count_notices_a_loss() -> None:
    entry = read_one(interchange("BEG*00*SA*1**20260105***IBM\nPO1*1*1*EA*2\nCTT*1"))
    assert lost_elements(entry) == []
    forgetful = msgspec.structs.replace(entry.result.message, extensions=())
    entry.result = ReadResult(forgetful, ())
    assert lost_elements(entry) == [(2, 8, "BEG08=IBM")]


def test_a_repeated_window_date_is_kept_as_another_date() -> None:
    entry = read_one(
        interchange("BEG*00*SA*1**20260105\nDTM*002*20260201\nDTM*002*20260202\nPO1*1*1*EA*2\nCTT*1"),
        ReadOptions(),
    )
    message = entry.result.message
    assert message.requested_delivery.latest.date.isoformat() == "2026-02-01"
    assert [date.at.date.isoformat() for date in message.dates] == ["2026-02-02"]


@pytest.mark.parametrize(
    ("set_id", "body"),
    [
        ("810", "BIG*20260318*A*20260301*P\nBIG*20260319*B\nIT1*1*1*EA*1\nFOB*PP\nTDS*100\nTDS*200\nCTT*1"),
        ("861", "BRA*A*20260318*00*1\nBRA*B*20260319*05*2\nRCD*1*1*EA\nN1*ST*Late*92*7\nCTT*1\nCTT*1*5"),
        (
            "830",
            (
                "BFR*05*A**DL*A*20260105**20260104\nBFR*05*B**SH*C*20260106**20260107\nLIN*1*BP*M\nUIT*EA\nUIT*KG\n"
                "FST*1*C*D*20260105\nN1*ST*Line*92*7\nCUR*BY*EUR\nCTT*1\nCTT*1*5"
            ),
        ),
        (
            "862",
            (
                "BSS*05*A*20260105*DL*20260105*20260106\nBSS*05*B*20260105*DL*20260105*20260106\nLIN*1*BP*M\nUIT*EA\n"
                "FST*1*C*D*20260105\nN1*ST*Late*92*7\nCTT*1"
            ),
        ),
        ("824", "BGN*00*A*20260318\nBGN*00*B*20260319\nOTI*TA*IV*1\nN1*FR*Late*92*7"),
        ("820", "BPR*I*1*C*ACH\nBPR*I*2*D*CHK\nTRN*1*A\nTRN*1*B\nENT*1\nRMR*IV*1**1\nCUR*BY*EUR\nN1*PR*Late"),
    ],
)
def test_a_second_beginning_and_a_late_header_segment_are_kept(set_id: str, body: str) -> None:
    entry = read_one(interchange(body, set_id=set_id))
    assert entry.result.message is not None
    assert lost_elements(entry) == []
    again = entry.result.message
    number = next(
        n
        for n in ("invoice_number", "receipt_number", "advice_number", "payment_number", "schedule_number")
        if hasattr(again, n)
    )
    assert getattr(again, number) == "A"
