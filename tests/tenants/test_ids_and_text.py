"""Identifiers in order of creation, and text as it is compared and sorted."""

import threading
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from causeway.tenants import clock
from causeway.tenants.ids import lowest_id_at, moment_of, new_id
from causeway.tenants.text import fold, sort_key


def test_ids_of_one_process_increase_across_threads():
    made: list[list] = [[] for _ in range(4)]

    def make(into):
        into.extend(new_id() for _ in range(3000))

    threads = [threading.Thread(target=make, args=(into,)) for into in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(into == sorted(into) for into in made)
    assert len({identifier for into in made for identifier in into}) == 12000


def test_id_is_a_version_7_uuid_of_now():
    identifier = new_id()
    assert identifier.version == 7
    assert identifier.variant == "specified in RFC 4122"
    assert abs(moment_of(identifier) - datetime.now(UTC)) < timedelta(seconds=5)


def test_lowest_id_bounds_a_range_of_time():
    before = lowest_id_at(datetime.now(UTC) - timedelta(seconds=1))
    after = lowest_id_at(datetime.now(UTC) + timedelta(minutes=1))
    assert before < new_id() < after


def test_clock_moves_by_its_setting():
    clock.configure(3600)
    try:
        assert clock.now() - datetime.now(UTC) > timedelta(minutes=59)
    finally:
        clock.configure(0)


def test_folding_makes_width_and_case_equal():
    assert fold(" ＡＢＣ－１２３ ") == fold("abc-123")
    assert fold("Straße") == fold("STRASSE")


def test_chinese_sorts_by_pinyin_among_latin_names():
    names = ["宁波海川", "Nordkap", "佛山恒泰", "Great Lakes", "华东电气"]
    assert sorted(names, key=sort_key) == ["佛山恒泰", "Great Lakes", "华东电气", "宁波海川", "Nordkap"]


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(value):
    assert fold(fold(value)) == fold(value)
