"""Rules about the source that no general linter knows."""

import ast
import re
from pathlib import Path

import pytest

from causeway.portal.tables import metadata
from causeway.tenants.orm import wall_of
from causeway.tenants.walls import TableClass

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "causeway").rglob("*.py"))
WALLED = {t.name for t in metadata.tables.values() if wall_of(t).table_class is not TableClass.GLOBAL}
_STATEMENT = re.compile(
    r"\s*(?:begin;\s*)?(?:select|insert\s+into|update|delete\s+from|with)\s", re.IGNORECASE
)
_TABLE = re.compile(r"\b(?:from|into|update|join)\s+(?:only\s+)?([a-z_]+)", re.IGNORECASE)


def _strings(tree):
    """Every string of a module, the literal parts of a formatted one joined, docstrings left out."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside | docstrings
        ):
            yield node.lineno, node.value


def _forgetful(source):
    for line, text in _strings(ast.parse(source)):
        if _STATEMENT.match(text) and WALLED & set(_TABLE.findall(text.lower())) and "tenant_id" not in text:
            yield line


def test_handwritten_statements_name_the_tenant():
    forgetful = [
        f"{path.relative_to(ROOT)}:{line}" for path in SOURCES for line in _forgetful(path.read_text("utf-8"))
    ]
    assert forgetful == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 'select id from trade_order where id = :id'", True),
        ("x = f'update message set state = {y} where id = 1'", True),
        ("x = 'select id from trade_order where tenant_id = :t'", False),
        ("x = 'select id from work'", False),
        ("x = 'select a supplier from the list'", False),
    ],
)
def test_the_lint_itself_finds_what_it_should(source, found):
    assert bool(list(_forgetful(source))) is found


def test_time_comes_from_the_clock_alone():
    direct = re.compile(r"datetime\.(?:now|utcnow|today)\(|date\.today\(|time\.time\(\)")
    offenders = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        # The doctor compares this machine's own clock with the database's.
        if path.name not in {"clock.py", "doctor.py"} and direct.search(path.read_text("utf-8"))
    ]
    assert offenders == []


def test_no_shell_and_no_pickle():
    banned = re.compile(
        r"shell\s*=\s*True|os\.system\(|^import pickle|^from pickle|\beval\(|verify\s*=\s*False", re.MULTILINE
    )
    offenders = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if banned.search(path.read_text("utf-8").replace("client.eval(", ""))
    ]
    assert offenders == []
