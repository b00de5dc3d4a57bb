"""Files that others wrote, under our guides: what is told about each was looked at and is the file's own fault."""

import pytest

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import find_guide, read_envelope, validate
from tests.gateway.formats.x12.support import SAMPLES

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the public samples are not beside this checkout"
)

CHECKED = {"810", "856", "860", "865"}
# (file, what is wrong, segment, element): lines without a unit, a terminator inside an element.
FAULTS = {
    ("spec__fixtures__004010__IN810__pass__1.edi", "element_missing_conditional", "IT1", 3),
    ("spec__fixtures__004010__SH856__fail__2.edi", "element_too_long", "N4", 4),
}
_TOLD = (Severity.ERROR, Severity.FATAL)


def test_what_is_told_about_the_samples_is_their_own_fault() -> None:
    faults = set()
    seen = 0
    for path in sorted(SAMPLES.glob("*/*")):
        data = path.read_bytes()
        if detect(data) != "x12":
            continue
        for found in read_envelope(data).interchanges:
            for group in found.groups:
                for member in group.sets:
                    guide = find_guide(member.set_id, group.version)
                    if member.set_id not in CHECKED or guide is None:
                        continue
                    seen += 1
                    own = {id(problem) for problem in member.problems}
                    faults |= {
                        (path.name, problem.code, problem.position.tag, problem.position.element)
                        for problem in validate(member, guide)
                        if problem.severity in _TOLD and id(problem) not in own
                    }
    assert faults == FAULTS
    assert seen >= 14
