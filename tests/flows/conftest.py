"""The demo tenant in this process's database, for stories that need companies, codes, agreements and keys."""

import pytest

from causeway.portal.demo import prepare
from causeway.tenants import bell, db
from causeway.tenants.settings import Settings
from tests.portal.web.conftest import make_app


@pytest.fixture(scope="session")
def demo(servers, database, tmp_path_factory):
    """The demo tenant as prepared, nothing sent yet, and this process connected again."""
    made = prepare(
        Settings(
            database_url=servers.database_url,
            redis_url=servers.redis_url,
            secret_key="s" * 40,
            data_dir=tmp_path_factory.mktemp("demo"),
        )
    )
    # Preparing connects and disconnects the process; the tests' own connection goes on as it was.
    db._database = database
    bell.configure(servers.redis_url)
    return made


@pytest.fixture(scope="session")
def portal(servers, demo):
    """The application beside it."""
    return make_app(servers)
