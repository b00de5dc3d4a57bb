"""What a process of the product knows by itself, without what other processes and tests happen to import."""

import subprocess
import sys

import pytest

RESOLVE = """
import importlib, sys
importlib.import_module(sys.argv[1])
from causeway.tenants.orm import Base
for table in Base.metadata.tables.values():
    for key in table.foreign_keys:
        key.column
print(len(Base.metadata.tables))
"""


@pytest.mark.parametrize("module", ["causeway.portal.jobs", "causeway.portal.app"])
def test_every_process_knows_the_tables_that_its_keys_point_to(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RESOLVE, module], capture_output=True, text=True, timeout=60, check=False
    )

    assert not done.returncode, done.stderr
    assert int(done.stdout) > 0
