"""Founding a tenant from the command line: its administrator joins through the printed link, or nothing is made."""

import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from causeway.tenants import db
from causeway.tenants.auth.links import find_invitation
from causeway.tenants.context import IDENTITY_SCOPE, Scope
from causeway.tenants.models import Organization, Tenant
from causeway.tenants.settings import without_settings


@pytest.fixture
def found(servers, database, tmp_path):
    def run(slug, *options):
        environment = {
            **without_settings(os.environ),
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "CAUSEWAY_SECRET_KEY": "s" * 40,
            "CAUSEWAY_PUBLIC_URL": "https://portal.example",
        }
        arguments = ["tenant", "add", slug, "--name", "ACME 制造", "--admin-email", f"{slug}@example.com"]
        return subprocess.run(
            [sys.executable, "-m", "causeway.portal.cli", *arguments, "--admin-name", "Ann Lee", *options],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            timeout=60,
        )

    return run


def _tenants(slug):
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        return session.scalars(select(Tenant).where(Tenant.slug == slug)).all()


def test_the_first_administrator_joins_through_the_printed_link(found):
    slug = f"acme-{uuid4().hex[:8]}"
    done = found(slug, "--json")
    assert done.returncode == 0, done.stderr
    link = json.loads(done.stdout)["link"]
    assert link.startswith("https://portal.example/welcome/")
    holder = find_invitation(link.rsplit("/", 1)[1])
    assert holder is not None
    (tenant,) = _tenants(slug)
    with db.unit_of_work(Scope(tenant.id)) as session:
        assert session.scalars(select(Organization.name).where(Organization.is_own)).all() == ["ACME 制造"]


def test_a_taken_name_is_refused_in_one_line_and_makes_nothing(found):
    slug = f"acme-{uuid4().hex[:8]}"
    assert found(slug).returncode == 0
    done = found(slug)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"causeway: There is a tenant {slug} already.\n"
    (tenant,) = _tenants(slug)
    with db.unit_of_work(Scope(tenant.id)) as session:
        assert session.scalar(select(func.count()).select_from(Organization)) == 1


@pytest.mark.parametrize("options", [("--time-zone", "Mars/Base"), ("--locale", "xx")])
def test_a_wrong_option_says_what_to_give(found, options):
    slug = f"acme-{uuid4().hex[:8]}"
    done = found(slug, *options)
    assert done.returncode in {1, 2}
    assert _tenants(slug) == []


def test_a_short_name_with_other_characters_is_refused(found):
    done = found("Acme_Ltd")
    assert done.returncode == 1
    assert "short name" in done.stderr
