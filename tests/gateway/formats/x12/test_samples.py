"""Files that others wrote: each 850 becomes an order, or stops with reasons that were looked at."""

import pytest

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import read_envelope

from .support import SAMPLES, read_sets

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the public samples are not beside this checkout"
)

# What stops a file, looked at one by one: trailer counts that are wrong, segments of no standard, old versions.
STOPPED = {
    "spec__fixtures__003010__PO850__fail__1.edi": {"set_not_supported", "se_count_mismatch"},
    "src__test__resources__x12__invoice810_po850_dual.edi": {"set_not_supported"},
    "src__test__resources__po850__po850.txt": {"se_count_mismatch"},
    "test__indice.Edi.Tests__Samples__x12.850.issue135.edi": {"duplicate_set_control"},
    "test__indice.Edi.Tests__Samples__x12.810.mandatory-conditions.edi": {
        "se_count_mismatch",
        "segment_missing",
    },
    "test__indice.Edi.Tests__Samples__x12.Issue101.edi": {"se_count_mismatch", "segment_missing"},
    "test__indice.Edi.Tests__Samples__x12.Issue172.edi": {"se_count_mismatch", "segment_missing"},
    "test__indice.Edi.Tests__Samples__x12.Issue91.edi": {"se_count_mismatch", "segment_missing"},
}


def test_each_850_becomes_an_order_or_stops_with_known_reasons() -> None:
    orders = 0
    stopped: dict[str, set[str]] = {}
    for path in sorted(SAMPLES.glob("*/*")):
        data = path.read_bytes()
        if detect(data) != "x12":
            continue
        for entry in read_sets(read_envelope(data)):
            if entry.set.set_id != "850":
                continue
            if entry.result.message is not None:
                orders += 1
                continue
            fatal = {p.code for p in entry.result.problems if p.severity is Severity.FATAL}
            assert fatal, path.name
            stopped.setdefault(path.name, set()).update(fatal)
    assert stopped == STOPPED
    assert orders >= 15


def test_every_x12_file_is_read_whole_or_says_where_it_broke() -> None:
    for path in sorted(SAMPLES.glob("*/*")):
        data = path.read_bytes()
        if detect(data) == "x12":
            transmission = read_envelope(data)
            covered = sum(found.byte_end - found.byte_start for found in transmission.interchanges)
            covered += sum(end - start for start, end in transmission.remainders)
            mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
            assert covered + mark == len(data), path.name


# A line was doubled in it by hand, so that no count is right; and a version without a guide.
STOPPED_856 = {
    "test__data__856.edi": {"se_count_mismatch", "line_count_mismatch"},
    "spec__fixtures__002001__SH856__fail__1.edi": {"set_not_supported"},
}
# The levels, the number of lines, and of the units that stand outermost.
NOTICES = {
    "test__test-data__856.edi": ("SOI", 2, 0),
    "spec__fixtures__004010__SH856__fail__2.edi": ("SOI", 1, 0),
    "EdiEngine.Tests__TestData__856.Crossdock.OK.edi": ("SOPI", 5, 5),
    "src__test__resources__asn856__asn856.txt": ("SOI", 2, 0),
}


def test_each_856_becomes_a_ship_notice_or_stops_with_known_reasons() -> None:
    notices: dict[str, tuple[str, int, int]] = {}
    stopped: dict[str, set[str]] = {}
    for path in sorted(SAMPLES.glob("*/*")):
        data = path.read_bytes()
        if detect(data) != "x12":
            continue
        for entry in read_sets(read_envelope(data)):
            message = entry.result.message
            if entry.set.set_id == "856" and message is not None:
                notices[path.name] = (message.levels_as_found, len(message.lines), len(message.units))
            elif entry.set.set_id == "856":
                fatal = {p.code for p in entry.result.problems if p.severity is Severity.FATAL}
                stopped.setdefault(path.name, set()).update(fatal)
    assert stopped == STOPPED_856
    assert notices == NOTICES
