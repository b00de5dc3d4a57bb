"""Files that others wrote, under our guides: what is told about each was looked at and is the file's own fault."""

import pytest

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import find_guide, read_envelope, validate
from tests.gateway.formats.x12.support import SAMPLES

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the public samples are not beside this checkout"
)

# File -> what is told, looked at one by one: lines without a unit, a terminator inside an element, and 997s and 999s
# that were made wrong on purpose.
FAULTS = {
    "spec__fixtures__004010__IN810__pass__1.edi": {("element_missing_conditional", "IT1", 3)},
    "spec__fixtures__004010__SH856__fail__2.edi": {("element_too_long", "N4", 4)},
    "src__test__resources__x12__empty997.edi": {
        ("segment_missing", "AK1", None),
        ("segment_missing", "AK9", None),
    },
    "src__test__resources__x12__extraDelimiter997.edi": {
        ("bad_number", "AK3", 2),
        ("element_too_long", "AK3", 4),
    },
    "src__test__resources__x12__invalid997.edi": {("element_too_long", "AK1", 1), ("bad_number", "AK4", 2)},
    "src__test__resources__x12__invalid997_min.edi": {("element_too_long", "AK1", 1)},
    "src__test__resources__x12__invalid999.edi": {
        ("segment_unexpected", "IK5", None),
        ("segment_too_often", "IK5", None),
        ("too_many_elements", "AK2", 4),
        ("bad_code", "IK5", 1),
        ("bad_number", "CTX", 6),
    },
}
READ_ELSEWHERE = {"850", "855"}
_TOLD = (Severity.ERROR, Severity.FATAL)


def test_what_is_told_about_the_samples_is_their_own_fault() -> None:
    faults: dict[str, set[tuple[str, str | None, int | None]]] = {}
    seen = set()
    for path in sorted(SAMPLES.glob("*/*")):
        data = path.read_bytes()
        if detect(data) != "x12":
            continue
        for found in read_envelope(data).interchanges:
            for group in found.groups:
                for member in group.sets:
                    guide = find_guide(member.set_id, group.version)
                    if member.set_id in READ_ELSEWHERE or guide is None:
                        continue
                    seen.add(member.set_id)
                    own = {id(problem) for problem in member.problems}
                    told = {
                        (problem.code, problem.position.tag, problem.position.element)
                        for problem in validate(member, guide)
                        if problem.severity in _TOLD and id(problem) not in own
                    }
                    if told:
                        faults.setdefault(path.name, set()).update(told)
    assert faults == FAULTS
    assert seen == {"810", "820", "824", "830", "856", "862", "997", "999"}
