"""The key of an interchange is found in its first bytes, however it is dressed."""

import pytest

from causeway.gateway.formats.x12 import read_envelope
from causeway.gateway.pipeline.duplicate_keys import duplicate_key, find_envelope_identity
from tests.gateway.pipeline.support import interchange, po

PLAIN = interchange(po("A-1"), control=42)


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        b"\r\n  " + PLAIN,
        b"VAN BANNER 12\n" + PLAIN,
        interchange(po("A-1"), control=42, element="|", terminator="\n"),
        interchange(po("A-1"), control=42, element="\x1d", terminator="\x1c"),
        PLAIN.replace(b"EASTERP        ", b"EASTERP").replace(b"CAUSEWAY       ", b"CAUSEWAY"),
        PLAIN.replace(b"000000042", b"42"),
        PLAIN[:60] + b"\r\n" + PLAIN[60:],
    ],
)
def test_identity_is_found_however_the_isa_is_dressed(data):
    identity = find_envelope_identity(data)
    assert identity is not None
    assert identity.key == find_envelope_identity(PLAIN).key
    assert duplicate_key(data, b"x" * 32) == identity.key


@pytest.mark.parametrize(
    "data", [b"", b"ISA", b"ISA*00*", b"ISABEL came", b"UNB+UNOA", b"\x00" * 50, b"ISA" + b"*" * 40]
)
def test_what_is_no_interchange_is_known_by_its_hash(data):
    assert find_envelope_identity(data) is None
    assert duplicate_key(data, b"\x01" * 32).endswith("01" * 32)


@pytest.mark.parametrize("change", [{"usage": "T"}, {"control": 43}])
def test_usage_and_number_are_part_of_the_key(change):
    other = interchange(po("A-1"), **{"control": 42, **change})
    assert find_envelope_identity(other).key != find_envelope_identity(PLAIN).key


def test_the_first_look_and_the_reader_agree_on_who_is_who():
    [found] = read_envelope(PLAIN).interchanges
    identity = find_envelope_identity(PLAIN)
    assert (found.sender_qualifier, found.sender_id) == (identity.sender_qualifier, identity.sender_id)
    assert (found.receiver_qualifier, found.receiver_id) == (
        identity.receiver_qualifier,
        identity.receiver_id,
    )
    assert (found.usage, found.control_number) == (identity.usage, identity.control_number)
