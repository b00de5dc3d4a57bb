"""A reference with a date, where a set's REF has none: the date is told as not carried and never dropped in silence."""

import datetime as dt

import msgspec
import pytest

from causeway.gateway.canonical.references import Reference, ReferenceKind
from causeway.gateway.formats.x12 import read_envelope
from causeway.gateway.formats.x12.documents import WRITERS

from .support import GOLDEN, read_sets

DATED = Reference(ReferenceKind.CONTRACT, "C-1", None, dt.date(2026, 1, 5))


@pytest.mark.parametrize(("set_id", "owners"), [("810", "lines"), ("861", None), ("824", "subjects")])
def test_a_date_that_ref_cannot_carry_is_told(set_id, owners):
    [entry] = read_sets(read_envelope((GOLDEN / set_id / "plain" / "in.edi").read_bytes()))
    message = entry.result.message
    if owners is None:
        message = msgspec.structs.replace(message, references=(DATED,))
    else:
        first, *rest = getattr(message, owners)
        first = msgspec.structs.replace(first, references=(DATED,))
        message = msgspec.structs.replace(message, **{owners: (first, *rest)})
    result = WRITERS[set_id](message)
    assert any("C-1" in segment for segment in result.segments)
    assert "2026-01-05" in [problem.value for problem in result.losses]
