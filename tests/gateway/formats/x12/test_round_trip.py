"""What is read, written and read again is the same message: fields, and extensions at their place."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from causeway.gateway.formats.base import NotWritableError
from causeway.gateway.formats.x12 import (
    GroupContent,
    ReadOptions,
    SetContent,
    WriteOptions,
    WriteResult,
    read_envelope,
    write_interchange,
)
from causeway.gateway.formats.x12.documents import WRITERS

from .support import ReadSet, interchange, read_one, read_sets, spec_for
from .test_golden import CASES, options_of

# Errors that were accepted when they were read, and that nobody may send: case and set, with the places.
NOT_WRITABLE = {
    ("830", "errors_at_each_level", "0003"): {"N102"},
    ("830", "oddities", "0002"): {"UIT"},
    ("862", "errors_at_each_level", "0003"): {"N102"},
    ("850", "errors_at_each_level", "0002"): {"REF02", "N102"},
    ("850", "oddities", "0001"): {"N104"},
    ("865", "errors_at_each_level", "0003"): {"BCA02"},
    ("860", "errors_at_each_level", "0004"): {"REF02"},
    ("820", "errors_at_each_level", "0003"): {"RMR02"},
    ("861", "errors_at_each_level", "0003"): {"RCD03"},
    ("861", "oddities", "0001"): {"RCD07"},
    ("852", "errors_at_each_level", "0009"): {"XQ"},
}
# Account numbers are kept masked, and what is masked is not written.
NOT_CARRIED = {
    ("820", "plain"): ["BPR09", "BPR15"],
    ("820", "everything"): ["BPR09", "BPR15", "BPR21"],
}


def written(entry: ReadSet, options: ReadOptions) -> tuple[WriteResult, bytes]:
    version = entry.guide.version
    result = WRITERS[entry.set.set_id](entry.result.message, WriteOptions(version=version))
    spec = dataclasses.replace(
        spec_for(entry.interchange), charset=options.charset, interchange_version=version[:5]
    )
    content = SetContent(entry.set.set_id, "0001", result.segments)
    group = GroupContent(entry.guide.functional_id, "1", version, [content])
    return result, write_interchange([group], spec)


def as_said(value: Any) -> Any:
    """A message without its envelope, without segment numbers, and with extensions in no order."""
    if isinstance(value, msgspec.Struct):
        names = [name for name in value.__struct_fields__ if name not in ("header", "at")]
        return {
            name: sorted(map(repr, map(as_said, value.extensions)))
            if name == "extensions"
            else as_said(getattr(value, name))
            for name in names
        }
    return [as_said(member) for member in value] if isinstance(value, tuple) else value


def without_accounts(entry: ReadSet) -> Any:
    """The message as `as_said` gives it, of masked accounts only the bank."""
    said = as_said(entry.result.message)
    for account in said.get("accounts", ()):
        if account["masked"]:
            account["scheme"] = account["value"] = None
    return said


def sets_with_writers() -> Iterator[tuple[Path, ReadSet, ReadOptions]]:
    for case in CASES:
        options = options_of(case)
        for entry in read_sets(read_envelope((case / "in.edi").read_bytes(), options), options):
            if entry.result.message is not None and entry.set.set_id in WRITERS:
                yield case, entry, options


@pytest.mark.parametrize(
    ("case", "entry", "options"),
    list(sets_with_writers()),
    ids=lambda value: f"{value.parent.name}/{value.name}" if isinstance(value, Path) else "",
)
def test_a_golden_case_comes_back_as_it_went(case: Path, entry: ReadSet, options: ReadOptions) -> None:
    refused_at = NOT_WRITABLE.get((entry.set.set_id, case.name, entry.set.control_number))
    if refused_at:
        with pytest.raises(NotWritableError) as refused:
            written(entry, options)
        assert {str(problem.position) for problem in refused.value.problems} == refused_at
        return
    result, data = written(entry, options)
    assert [loss.position.tag for loss in result.losses] == NOT_CARRIED.get((entry.set.set_id, case.name), [])
    again = read_one(data, options)
    assert without_accounts(again) == without_accounts(entry)


def body(text: str) -> ReadSet:
    return read_one(interchange(text))


def lines_of(data: bytes) -> list[str]:
    return [line.rstrip("~") for line in data.decode().splitlines()][3:-3]


def test_extensions_go_back_between_the_segments_they_came_from() -> None:
    text = [
        "BEG*00*SA*1**20260105***IBM", "CUR*BY*USD", "TAX*1", "DTM*002*20260201", "N1*ST*DC*92*77", "NX2*01*33",
        "PO1*1*10*EA*2", "LIN**VN*A", "PID*F*08***Bolt", "PO1*2*5*EA*3", "PO3*PC*20260105***PE*3*EA", "CTT*2",
    ]  # fmt: skip
    _, data = written(body("\n".join(text)), ReadOptions())
    assert lines_of(data) == text


def test_a_line_that_was_taken_away_leaves_the_others_extensions_where_they_belong() -> None:
    entry = body("BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nLIN**VN*A\nPO1*2*5*EA*3\nLIN**VN*B\nCTT*2")
    message = entry.result.message
    entry.result = dataclasses.replace(
        entry.result, message=msgspec.structs.replace(message, lines=message.lines[1:])
    )
    result, data = written(entry, ReadOptions())
    assert lines_of(data) == ["BEG*00*SA*1**20260105", "PO1*2*5*EA*3", "LIN**VN*B", "CTT*1"]
    assert result.losses == ()


def test_what_could_stand_in_two_places_is_told_and_not_guessed() -> None:
    text = "BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nSLN*1**I*1*EA\nTC2*J*1\nSLN*2**I*1*EA\nPO1*2*1*EA*2\nCTT*2"
    entry = body(text)
    message = entry.result.message
    entry.result = dataclasses.replace(
        entry.result, message=msgspec.structs.replace(message, lines=message.lines[:1])
    )
    result, data = written(entry, ReadOptions())
    assert not any(line.startswith("TC2") for line in lines_of(data))
    assert [(loss.position.tag, loss.value) for loss in result.losses] == [("TC2", "J 1")]


def test_extensions_of_another_version_are_told() -> None:
    entry = body("BEG*00*SA*1**20260105***IBM\nPO1*1*1*EA*2\nCTT*1")
    entry.guide = dataclasses.replace(entry.guide, version="005010")
    result, _ = written(entry, ReadOptions())
    assert [(loss.code, loss.position.tag, loss.value) for loss in result.losses] == [
        ("not_carried", "BEG.8", "IBM")
    ]
