"""The audit's commands, run as an operator runs them against real servers."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy.engine import make_url

from causeway.tenants.audit.sealing import seal_days
from causeway.tenants.settings import without_settings


@pytest.fixture
def causeway(servers, tmp_path):
    def run(*arguments):
        environment = {
            **without_settings(os.environ),
            "DATABASE_URL": make_url(servers.database_url).render_as_string(hide_password=False),
            "REDIS_URL": servers.redis_url,
            "CAUSEWAY_SECRET_KEY": "k" * 40,
        }
        return subprocess.run(
            [sys.executable, "-m", "causeway.portal.cli", "audit", *arguments],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            timeout=60,
        )

    return run


@pytest.fixture
def closed_day(world, sealed, moved_clock):
    moved_clock(days=1)
    seal_days(world.tenant_id)


@pytest.mark.usefixtures("closed_day")
def test_an_operator_verifies_hands_out_days_and_proves_an_entry(world, sealed, causeway, tmp_path, intruder):
    done = causeway("verify", "--tenant", world.slug)
    assert (done.returncode, done.stderr) == (0, "")
    assert "12 entries in 3 blocks and 1 closed days" in done.stdout

    held = tmp_path / "held.json"
    held.write_text(causeway("days", "--tenant", world.slug, "--json").stdout)
    (day_hash,) = json.loads(held.read_text()).values()
    assert causeway("verify", "--tenant", world.slug, "--held", str(held)).returncode == 0

    proof = json.loads(causeway("prove", "--tenant", world.slug, str(sealed[4])).stdout)
    assert proof["day_hash"] == day_hash

    with intruder() as owner:
        owner.execute("update audit_entry set action = 'forged' where id = %s", (sealed[4],))
    done = causeway("verify", "--tenant", world.slug, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["position"] == 4


def test_mistakes_are_one_line(world, sealed, causeway, tmp_path):
    broken = tmp_path / "held.json"
    broken.write_text("[]")
    for arguments in (
        ("verify", "--tenant", "nowhere"),
        ("verify", "--tenant", world.slug, "--held", str(broken)),
        ("prove", "--tenant", world.slug, str(sealed[0])),
        ("prove", "--tenant", world.slug, str(world.own_id)),
    ):
        done = causeway(*arguments)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1, done.stderr
