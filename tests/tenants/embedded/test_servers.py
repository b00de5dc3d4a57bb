import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from causeway.tenants.embedded import find_running_servers, identity, start_servers
from causeway.tenants.embedded.binaries import find_postgres
from causeway.tenants.embedded.processes import LifeLock
from causeway.tenants.embedded.roles import roles_script
from causeway.tenants.errors import SetupError

IS_ROOT = os.getuid() == 0
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root has to find another user for PostgreSQL")


@pytest.fixture
def place():
    """A directory that every user can enter, as an installation's usually is."""
    directory = Path(tempfile.mkdtemp(prefix="causeway-test-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture(scope="module")
def kept():
    """One data directory with stopped servers, copied by the tests that need a used one."""
    directory = Path(tempfile.mkdtemp(prefix="causeway-test-"))
    directory.chmod(0o755)
    with start_servers(directory / "data", durable=False):
        pass
    yield directory / "data"
    shutil.rmtree(directory)


@pytest.fixture
def used(kept, place):
    subprocess.run(["cp", "-a", str(kept), str(place / "used")], check=True)
    return place / "used"


def everything_ended(directory, within_seconds):
    """Whether no server of the directory, and nothing that one of them forked, lives any more."""
    locks = [LifeLock(path) for path in directory.rglob("*.lock")]
    assert locks
    ended = [lock.acquire(timeout_seconds=within_seconds) for lock in locks]
    for lock in locks:
        lock.release()
    return all(ended)


def test_roles_have_the_rights_they_should_and_no_others(servers):
    with psycopg.connect(servers.superuser_url) as connection:
        rows = connection.execute(
            "SELECT rolname, rolcanlogin, rolinherit, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
            "FROM pg_roles WHERE rolname LIKE 'causeway%' AND NOT rolsuper ORDER BY 1"
        ).fetchall()
    assert rows == [
        ("causeway_app", True, False, False, False, False, False),
        ("causeway_owner", True, True, False, False, False, False),
        ("causeway_partner", False, True, False, False, False, False),
        ("causeway_staff", False, True, False, False, False, False),
    ]


def test_application_becomes_staff_or_partner_and_nobody_else(servers):
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        for role in ("causeway_staff", "causeway_partner"):
            connection.execute(f"SET ROLE {role}")
            connection.execute("RESET ROLE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET ROLE causeway_owner")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


@pytest.mark.parametrize("role", ["causeway_app", "causeway_owner", "causeway_superuser"])
def test_nobody_connects_without_the_password(servers, role):
    host = servers.database_url.partition("host=")[2]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://{role}:wrong@/causeway?host={host}")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://{role}@/causeway?host={host}")


def test_nothing_listens_on_the_network(servers):
    with psycopg.connect(servers.superuser_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    with redis.Redis.from_url(servers.redis_url) as client:
        assert client.config_get("port") == {"port": "0"}


def test_chinese_text_is_folded_and_sorted_the_same_everywhere(servers):
    with psycopg.connect(servers.database_url) as connection:
        assert connection.execute("SELECT lower('ÄÖ'), upper('é'), '确认' < '计划'").fetchone() == (
            "äö",
            "É",
            True,
        )


def test_data_and_addresses_survive_a_restart(place):
    with start_servers(place / "data") as first:
        addresses = (first.database_url, first.admin_database_url, first.redis_url)
        with psycopg.connect(first.admin_database_url) as connection:
            connection.execute("CREATE TABLE kept (text text)")
            connection.execute("INSERT INTO kept VALUES ('确认')")
        with redis.Redis.from_url(first.redis_url) as client:
            client.set("kept", "yes")
    with start_servers(place / "data") as second:
        assert (second.database_url, second.admin_database_url, second.redis_url) == addresses
        with psycopg.connect(second.admin_database_url) as connection:
            assert connection.execute("SELECT text FROM kept").fetchone() == ("确认",)
        with redis.Redis.from_url(second.redis_url) as client:
            assert client.get("kept") == b"yes"


def test_secrets_are_readable_by_the_owner_alone(used):
    assert (used / "postgres-passwords.json").stat().st_mode & 0o777 == 0o600
    assert (used / "postgres").stat().st_mode & 0o077 == 0


def test_second_start_on_a_running_directory_is_refused_in_one_line(used):
    with start_servers(used, durable=False) as running:
        with pytest.raises(SetupError, match=f"already runs on {used}"):
            start_servers(used)
        found = find_running_servers(used)
        assert found is not None
        assert found.database_url == running.database_url
        assert found.redis_url == running.redis_url
    assert find_running_servers(used) is None


def test_a_directory_of_somebody_else_is_left_alone(place):
    (place / "thesis.txt").write_text("mine")
    with pytest.raises(SetupError, match="was not made by Causeway"):
        start_servers(place)
    assert [path.name for path in place.iterdir()] == ["thesis.txt"]


def test_a_directory_of_a_newer_format_is_left_alone(place):
    (place / "causeway.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(SetupError, match="has format 99"):
        start_servers(place)


@as_root
def test_root_does_not_take_a_directory_away_from_its_user(used):
    os.chown(used / "causeway.json", 12345, 12345)
    with pytest.raises(SetupError, match="belongs to the user with id 12345"):
        start_servers(used)


def test_a_cluster_of_another_postgres_is_refused(used):
    (used / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(SetupError, match="belongs to PostgreSQL 17"):
        start_servers(used)
    assert everything_ended(used, 0)


def test_a_file_in_the_way_is_told(place):
    (place / "data").write_text("")
    with pytest.raises(SetupError, match="choose another directory with --data"):
        start_servers(place / "data")


def test_a_damaged_password_file_is_told(used):
    (used / "postgres-passwords.json").write_text("{")
    with pytest.raises(SetupError, match="is damaged"):
        start_servers(used)


def test_pid_file_with_the_id_of_a_living_stranger_does_not_stop_a_start(used):
    identity.give(used / "postgres", identity.own_identity())
    (used / "postgres" / "postmaster.pid").write_text(
        f"{os.getppid()}\n{used / 'postgres'}\n1\n5432\n/tmp\n\n 0 0\n"
    )
    with start_servers(used, durable=False) as running, psycopg.connect(running.database_url):
        pass


def test_what_an_interrupted_first_start_left_is_replaced(place):
    (place / "data" / "postgres.new").mkdir(parents=True)
    (place / "data" / "causeway.json").write_text('{"format": 1}')
    (place / "data" / "postgres.new" / "PG_VERSION").write_text("18")
    with start_servers(place / "data", durable=False) as running, psycopg.connect(running.database_url):
        pass


def test_a_path_longer_than_a_socket_name_may_be_works(place):
    directory = place / ("deep" * 20) / ("deeper" * 15)
    with start_servers(directory, durable=False) as running, psycopg.connect(running.database_url):
        pass


def test_a_configuration_that_postgres_refuses_is_told_with_its_own_words(used):
    with (used / "postgres" / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = nonsense\n")
    with pytest.raises(SetupError, match=r"PostgreSQL did not start: .*shared_buffers"):
        start_servers(used)
    assert everything_ended(used, 0)


def test_one_server_alone_can_be_embedded(place):
    with (
        start_servers(place / "data", postgres=False) as running,
        redis.Redis.from_url(running.redis_url) as client,
    ):
        assert client.ping()
        assert not (place / "data" / "postgres").exists()


@as_root
def test_closed_home_is_served_without_opening_it(place):
    place.chmod(0o700)
    with start_servers(place / "data", durable=False) as running, psycopg.connect(running.database_url):
        assert place.stat().st_mode & 0o777 == 0o700
    place.chmod(0o755)
    with start_servers(place / "data", durable=False) as running, psycopg.connect(running.database_url):
        pass


@as_root
def test_where_namespaces_are_forbidden_programs_and_data_move_to_where_they_can_be_reached(
    place, monkeypatch
):
    (place / "closed").mkdir(mode=0o700)
    nobody = identity._nobody()
    if nobody is None:
        pytest.skip("no user nobody")
    monkeypatch.setattr(identity, "RELOCATED", place / "var")
    said = []
    home = identity._relocate(find_postgres(), place / "closed" / "postgres", nobody, say=said.append)
    assert home.programs.postgres.is_relative_to(place / "var")
    assert home.cluster.is_relative_to(place / "var")
    assert (place / "closed" / "postgres").readlink() == home.cluster
    again = identity._relocate(find_postgres(), place / "closed" / "postgres", nobody, say=said.append)
    assert again == home
    assert len(said) == 2


def python_of(user):
    """An interpreter with our packages that this user can run: root's own may lie in a closed home."""
    check = f"import sys, causeway, psycopg, redis; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            if subprocess.run([python, "-P", "-c", check], check=False, **user).returncode == 0:
                return [python, "-P"]
        except OSError:
            continue
    pytest.skip("no Python that has our packages can be run by another user here")


@as_root
@pytest.mark.parametrize("uid", [65534, 12345], ids=["an ordinary user", "a user without a name"])
def test_other_users_than_root_start_servers(place, uid):
    command = (
        "import sys; from pathlib import Path; from causeway.tenants.embedded import start_servers\n"
        "import psycopg\n"
        "with start_servers(Path(sys.argv[1])) as servers, psycopg.connect(servers.database_url) as connection:\n"
        "    print(connection.execute('select current_user').fetchone()[0])\n"
    )
    path = os.pathsep.join(path for path in sys.path if path)
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": path}
    user = {"user": uid, "group": uid, "extra_groups": [], "cwd": "/", "env": environment}
    os.chown(place, uid, uid)
    done = subprocess.run(
        [*python_of(user), "-c", command, str(place / "data")],
        check=False,
        capture_output=True,
        text=True,
        **user,
    )
    assert (done.stdout, done.stderr) == ("causeway_app\n", "")


def test_after_kill_of_the_starter_nothing_lives_and_the_next_start_has_what_was_committed(place):
    command = (
        "import sys, time; from pathlib import Path; from causeway.tenants.embedded import start_servers\n"
        "import psycopg\n"
        "servers = start_servers(Path(sys.argv[1]))\n"
        "with psycopg.connect(servers.admin_database_url) as connection:\n"
        "    connection.execute('CREATE TABLE kept AS SELECT 42 AS answer')\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)\n"
    )
    data = place / "data"
    with subprocess.Popen([sys.executable, "-c", command, str(data)], stdout=subprocess.PIPE) as starter:
        assert starter.stdout.readline() == b"ready\n"
        starter.kill()
    assert everything_ended(data, within_seconds=3)
    with start_servers(data) as running, psycopg.connect(running.admin_database_url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_start_directly_after_a_kill_waits_for_what_is_still_ending(place):
    command = (
        "import sys, time; from pathlib import Path; from causeway.tenants.embedded import start_servers\n"
        "start_servers(Path(sys.argv[1])); print('ready', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", command, str(place / "d")], stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout.readline() == b"ready\n"
        starter.kill()
    with start_servers(place / "d") as running, psycopg.connect(running.database_url):
        pass


def test_printed_roles_are_what_the_embedded_server_is_made_of(used):
    """The script for an operator's own server runs as it is on a server that has none of it yet."""
    with start_servers(used, durable=False) as running:
        with psycopg.connect(running.superuser_url, autocommit=True) as connection:
            connection.execute("DROP DATABASE causeway")
            for role in ("causeway_app", "causeway_owner", "causeway_staff", "causeway_partner"):
                connection.execute(f"DROP ROLE {role}")
            for statement in roles_script().split(";\n")[:-1]:
                connection.execute(statement)
        host = running.database_url.partition("host=")[2]
        psycopg.connect(f"postgresql://causeway_app:CHANGE-ME-APPLICATION@/causeway?host={host}").close()
