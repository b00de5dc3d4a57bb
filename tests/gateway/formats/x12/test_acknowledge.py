import pytest

from causeway.gateway.canonical.acknowledgements import AckStatus
from causeway.gateway.formats.x12 import (
    Delimiters,
    SetResult,
    acknowledge_group,
    fa_997,
    find_guide,
    header_for,
    read_envelope,
)

from .support import MESSAGE_ID, acknowledgement, interchange, read_sets

CLEAN = "BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nCTT*1"


def ack_lines(data: bytes) -> list[str]:
    lines = [line.rstrip("~") for line in acknowledgement(data).decode().splitlines()]
    return lines[3:-3]  # without ISA, GS, ST and SE, GE, IEA


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nCTT*1", ["AK5*A"], id="clean"),
        pytest.param(
            "BEG*00*SA***20260105\nPO1*1*1*EA*2",
            ["AK3*BEG*2**8", "AK4*3*324*1", "AK5*R*5"],
            id="mandatory element missing",
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nREF*DP\nPO1*1*1*EA*2",
            ["AK3*REF*3**8", "AK4*2*127*2", "AK5*E*5"],
            id="conditional element missing",
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nDTM*002*20260101*****x\nPO1*1*1*EA*2",
            ["AK3*DTM*3**8", "AK4*7**3", "AK5*E*5"],
            id="too many elements",
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nN1*ST*A*92*7\nPO1*1*1*EA*2",
            ["AK3*N1*3**8", "AK4*4*67*4*7", "AK5*E*5"],
            id="too short",
        ),
        pytest.param(
            f"BEG*00*SA*{'9' * 23}**20260105\nPO1*1*1*EA*2",
            ["AK3*BEG*2**8", f"AK4*3*324*5*{'9' * 23}", "AK5*R*5"],
            id="too long",
        ),
        pytest.param(
            f"BEG*00*SA*1**20260105\nPO1*1*1*EA*2**BP*{'9' * 49}",
            ["AK3*PO1*3**8", f"AK4*7*234*5*{'9' * 49}", "AK5*E*5"],
            id="too long for X12, and short enough to be a name",
        ),
        pytest.param(
            f"BEG*00*SA*1**20260105\nPO1*1*1*EA*2**BP*{'9' * 513}",
            ["AK3*PO1*3**8", "AK4*7*234*5", "AK5*R*5"],
            id="too long for any name",
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nPO1*1*1O*EA*2",
            ["AK3*PO1*3**8", "AK4*2*330*6*1O", "AK5*R*5"],
            id="not a number",
        ),
        pytest.param(
            "BEG*88*SA*1**20260105\nPO1*1*1*EA*2",
            ["AK3*BEG*2**8", "AK4*1*353*7*88", "AK5*R*5"],
            id="code outside of its list",
        ),
        pytest.param(
            "BEG*00*SA*1**20260229\nPO1*1*1*EA*2",
            ["AK3*BEG*2**8", "AK4*5*373*8*20260229", "AK5*R*5"],
            id="no such date",
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nDTM*002*20260101*2460\nPO1*1*1*EA*2",
            ["AK3*DTM*3**8", "AK4*3*337*9*2460", "AK5*R*5"],
            id="no such time",
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nQQQ*1\nPO1*1*1*EA*2", ["AK3*QQQ*3**1", "AK5*E*5"], id="unknown segment"
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nBAK*00\nPO1*1*1*EA*2",
            ["AK3*BAK*3**2", "AK5*E*5"],
            id="unexpected segment",
        ),
        pytest.param("PO1*1*1*EA*2", ["AK3*BEG*2**3", "AK5*R*5"], id="mandatory segment missing"),
        pytest.param("BEG*00*SA*1**20260105", ["AK3*PO1*3**3", "AK5*R*5"], id="mandatory loop missing"),
        pytest.param(
            "BEG*00*SA*1**20260105\n" + "PER*BD*A\n" * 4 + "PO1*1*1*EA*2",
            ["AK3*PER*6**5", "AK5*E*5"],
            id="segment too often",
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nSLN*1**I*2*EA>A1\n",
            ["AK3*SLN*4**8", "AK4*5:2*1018*6*A1", "AK5*R*5"],
            id="component",
        ),
        pytest.param(
            "BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nCTT*2",
            ["AK3*CTT*4**8", "AK4*1*354*7*2", "AK5*R*5"],
            id="line count",
        ),
    ],
)
def test_each_error_is_told_at_its_place(body: str, expected: list[str]) -> None:
    lines = ack_lines(interchange(body))
    assert lines[:2] == ["AK1*PO*55", "AK2*850*0001"]
    assert lines[2:-1] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"SE*5*0001", b"SE*9*0001", "AK5*R*4"),
        (b"SE*5*0001", b"SE*5*0009", "AK5*R*3"),
        (b"SE*5*0001~", b"", "AK5*R*2"),
    ],
)
def test_a_bad_trailer_rejects_its_set(old: bytes, new: bytes, expected: str) -> None:
    data = interchange(CLEAN)
    assert old in data
    assert expected in ack_lines(data.replace(old, new))


def test_the_second_of_two_sets_with_one_control_number_is_rejected() -> None:
    data = interchange(CLEAN, CLEAN).replace(b"0002", b"0001")
    assert ack_lines(data)[1:] == ["AK2*850*0001", "AK5*A", "AK2*850*0001", "AK5*R*23", "AK9*P*2*2*1"]


def test_a_set_without_a_guide_is_rejected_as_not_supported() -> None:
    assert "AK5*R*1" in ack_lines(interchange("BCT*PS", set_id="832"))


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([CLEAN], "AK9*A*1*1*1"),
        ([CLEAN, CLEAN.replace("PO1*1*1", "REF*DP\nPO1*1*1")], "AK9*E*2*2*2"),
        ([CLEAN, CLEAN, "PO1*1*1*EA*2"], "AK9*P*3*3*2"),
        (["PO1*1*1*EA*2"], "AK9*R*1*1*0"),
    ],
)
def test_the_group_is_accepted_partly_or_not_at_all(bodies: list[str], expected: str) -> None:
    assert ack_lines(interchange(*bodies))[-1] == expected


def test_a_wrong_count_of_sets_is_told_and_repeats_the_claim() -> None:
    assert ack_lines(interchange(CLEAN).replace(b"GE*1*", b"GE*4*"))[-1] == "AK9*E*4*1*1*5"


def test_a_group_of_acknowledgements_is_never_acknowledged() -> None:
    data = interchange("AK1*PO*1\nAK9*A*1*1*1", set_id="997", functional_id="FA")
    transmission = read_envelope(data)
    found = transmission.interchanges[0]
    (entry,) = read_sets(transmission)
    assert acknowledge_group(found.groups[0], [SetResult(entry.set, ())], entry.header) is None


def test_a_bad_value_that_holds_a_delimiter_of_ours_is_not_repeated() -> None:
    data = interchange("BEG*00*SA*1**2026:105\nPO1*1*1*EA*2")
    (entry,) = read_sets(read_envelope(data))
    ack = acknowledge_group(entry.group, [SetResult(entry.set, entry.result.problems)], entry.header)
    assert ack is not None
    segments = fa_997.write(ack, "004010", Delimiters("*", ":", None, "~"))
    assert ["AK4", "5", "373", "8", ""] in segments


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(b"*0001", b"*1", "AK2*850*1", id="ST02 too short"),
        pytest.param(b"*0001", b"*000000000001", "AK2*850*000000000001", id="ST02 too long"),
        pytest.param(b"*850*", b"*85000*", "AK2*85000*0001", id="ST01 too long"),
        pytest.param(b"*55*X*", b"*A-123456789*X*", "AK1*PO*A-123456789", id="GS06 no number"),
        pytest.param(b"GS*PO*", b"GS*POX*", "AK1*POX*55", id="GS01 too long"),
    ],
)
def test_what_the_sender_calls_its_own_is_repeated_as_it_came(old: bytes, new: bytes, expected: str) -> None:
    data = interchange(CLEAN)
    assert old in data
    assert expected in ack_lines(data.replace(old, new))


def test_an_acknowledgement_reads_back_as_it_was_written() -> None:
    data = acknowledgement(interchange(CLEAN, "BEG*00*SA*1**20261301\nPO1*1*1*EA*2"))
    (entry,) = read_sets(read_envelope(data))
    ack = entry.result.message
    assert ack.status is AckStatus.PARTIALLY_ACCEPTED
    assert (ack.included, ack.received, ack.accepted) == (2, 2, 1)
    assert (ack.acknowledges.functional_id, ack.acknowledges.group_control) == ("PO", "55")
    error = ack.sets[1].segments[0].elements[0]
    assert (error.position, error.reference_number, error.code, error.value) == (5, "373", "8", "20261301")


@pytest.mark.parametrize("code", ["M", "W", "X"])
def test_partners_other_words_for_rejection_are_rejections(code: str) -> None:
    body = f"AK1*PR*9\nAK2*855*0001\nAK5*{code}*5\nAK9*{code}*1*1*0"
    (entry,) = read_sets(read_envelope(interchange(body, set_id="997", functional_id="FA")))
    ack = entry.result.message
    assert (ack.status, ack.sets[0].status, ack.sets[0].status_as_sent) == (
        AckStatus.REJECTED,
        AckStatus.REJECTED,
        code,
    )


def test_guides_are_found_for_the_variants_of_a_version() -> None:
    assert find_guide("850", "004010VICS") is find_guide("850", "004010")
    assert find_guide("997", "005010X230") is find_guide("997", "005010")
    assert find_guide("850", "002001") is None


def test_a_usage_that_cannot_be_told_is_never_live() -> None:
    data = interchange(CLEAN).replace(b"*0*P*>", b"*0*?*>")
    transmission = read_envelope(data)
    found = transmission.interchanges[0]
    header = header_for(found, found.groups[0], found.groups[0].sets[0], message_id=MESSAGE_ID)
    assert header.usage == "test"
