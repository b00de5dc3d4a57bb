"""What the log says, and what it must never say."""

import json
import logging as standard

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from causeway.portal import logging
from causeway.tenants import db
from causeway.tenants.context import scoped
from causeway.tenants.errors import ConflictError
from causeway.tenants.settings import Settings


@pytest.fixture
def lines(capsys):
    """The log of the test as parsed lines; the process logs as before afterwards."""
    root = standard.getLogger()
    handlers, level = root.handlers[:], root.level
    logging.configure(Settings(secret_key="s" * 40, log_format="json"))
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_a_line_is_one_object_with_who_and_when(lines, world):
    structlog.contextvars.bind_contextvars(request_id="r-1")
    with scoped(world.staff):
        structlog.get_logger("causeway.test").info("happened", message_id="m-1")
    (line,) = lines()
    assert line["event"] == "happened"
    assert (line["request_id"], line["message_id"], line["tenant_id"]) == ("r-1", "m-1", str(world.tenant_id))
    assert line["timestamp"].endswith("Z")
    assert line["level"] == "info"


def test_the_standard_library_comes_out_in_the_same_form(lines):
    standard.getLogger("somebody.else").warning("away: %s", "TimeoutError")
    assert lines()[0]["event"] == "away: TimeoutError"


def test_a_value_cannot_start_a_line_of_its_own(lines):
    standard.getLogger("x").warning("name %s", 'a\r\n{"event": "forged"}\x1b[31m')
    (line,) = lines()
    assert "\n" not in line["event"]
    assert "\x1b" not in line["event"]


def test_a_database_error_is_told_without_the_values_it_was_given(lines, world):
    with pytest.raises(SQLAlchemyError) as caught, db.unit_of_work(world.staff) as session:
        session.execute(text("select cast(:value as integer)"), {"value": "payload 4711"})
    structlog.get_logger("x").error("failed", exc_info=caught.value)
    (line,) = lines()
    assert "4711" not in json.dumps(line)
    assert line["error"][0]["type"] == "sqlalchemy.exc.DataError"
    assert any(link.get("sqlstate") for link in line["error"])
    assert any("execute" in place for place in line["error"][0]["at"])


def test_an_error_of_ours_is_told_in_its_words(lines):
    refused = ConflictError("the order changed", code="order_changed")
    standard.getLogger("x").error("refused", exc_info=refused)
    told = lines()[0]["error"][0]
    assert (told["code"], told["message"]) == ("order_changed", "the order changed")


def test_lines_for_people_are_readable(capsys):
    root = standard.getLogger()
    handlers, level = root.handlers[:], root.level
    logging.configure(Settings(secret_key="s" * 40, log_format="console"))
    standard.getLogger("x").warning("hello\nworld")
    printed = capsys.readouterr().err
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    assert printed.count("\n") == 1
    assert "hello\\nworld" in printed
