"""What the commands say when nothing runs: every complaint is one line with a next step, never a traceback."""

import json
import os
import socket
import subprocess
import sys

import pytest

from causeway.tenants.settings import without_settings


@pytest.fixture
def causeway(tmp_path):
    def run(*arguments, **settings):
        environment = {
            **without_settings(os.environ),
            "CAUSEWAY_DATA_DIR": str(tmp_path / "data"),
            **settings,
        }
        return subprocess.run(
            [sys.executable, "-m", "causeway.portal.cli", *arguments],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            timeout=60,
        )

    return run


def complaints(done):
    return [line for line in done.stderr.splitlines() if line.startswith("causeway: ")]


def test_help_lists_every_command_without_importing_what_they_need(causeway):
    done = causeway("--help")
    assert done.returncode == 0
    for name in ("up", "web", "worker", "scheduler", "migrate", "doctor", "config"):
        assert f"\n  {name} " in done.stdout
    probe = "import sys, causeway.portal.cli; print(sorted({'flask', 'sqlalchemy', 'psycopg', 'redis'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True).stdout
        == "[]\n"
    )


@pytest.mark.parametrize("arguments", [["fly"], ["up", "--nowhere"], ["up", "--port", "many"]])
def test_a_wrong_call_is_exit_code_2(causeway, arguments):
    assert causeway(*arguments).returncode == 2


@pytest.mark.parametrize("command", ["web", "worker", "scheduler"])
def test_a_process_without_servers_names_each_missing_setting(causeway, command):
    done = causeway(command)
    assert done.returncode == 1
    assert [line.split()[1] for line in complaints(done)] == [
        "DATABASE_URL:",
        "REDIS_URL:",
        "CAUSEWAY_SECRET_KEY:",
    ]
    assert "Traceback" not in done.stderr


def test_up_refuses_broken_configuration_before_it_starts_anything(causeway, tmp_path):
    done = causeway("up", CAUSEWAY_WEB_WORKERS="plenty", CAUSEWAY_LOG_LEVEL="loud")
    assert done.returncode == 1
    assert [line.split()[1] for line in complaints(done)] == ["CAUSEWAY_WEB_WORKERS:", "CAUSEWAY_LOG_LEVEL:"]
    assert not (tmp_path / "data").exists()


def test_up_names_a_taken_port_before_it_starts_anything(causeway, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = causeway("up", "--port", port)
    assert done.returncode == 1
    assert complaints(done) == [
        f"causeway: Cannot listen on 127.0.0.1:{port} (Address already in use): choose another port with --port."
    ]
    assert not (tmp_path / "data").exists()


def test_up_leaves_a_foreign_directory_alone(causeway, tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    done = causeway("up", "--data", str(tmp_path), "--port", "0")
    assert done.returncode == 1
    (line,) = complaints(done)
    assert "was not made by Causeway" in line
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_up_with_both_servers_named_asks_for_the_secret_key(causeway):
    done = causeway("up", DATABASE_URL="postgresql://a@b/c", REDIS_URL="redis://b")
    (line,) = complaints(done)
    assert line.startswith("causeway: CAUSEWAY_SECRET_KEY: is not set")


def test_doctor_says_that_nothing_runs_and_what_to_do(causeway):
    done = causeway("doctor")
    assert done.returncode == 1
    assert "WRONG  embedded servers: not running on" in done.stdout
    assert "-> start them with `causeway up`" in done.stdout


def test_doctor_names_a_server_that_cannot_be_reached_without_its_password(causeway):
    done = causeway(
        "doctor",
        "--json",
        DATABASE_URL="postgresql://causeway_app:hunter2@127.0.0.1:1/causeway",
        REDIS_URL="redis://:hunter2@127.0.0.1:1/0",
        CAUSEWAY_SECRET_KEY="k" * 40,
    )
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert [finding["check"] for finding in report["findings"] if not finding["ok"]] == ["database", "redis"]
    assert all(finding["next_step"] for finding in report["findings"] if not finding["ok"])
    assert "hunter2" not in done.stdout + done.stderr


def test_doctor_finds_a_role_that_no_wall_stops(causeway, servers):
    done = causeway("doctor", "--json", DATABASE_URL=servers.superuser_url, REDIS_URL=servers.redis_url)
    findings = {finding["check"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert "is a superuser" in findings["database role"]["found"]
    assert findings["redis"]["ok"]


def test_doctor_is_content_with_the_servers_as_they_should_be(causeway, servers):
    done = causeway(
        "doctor",
        "--json",
        DATABASE_URL=servers.database_url,
        CAUSEWAY_ADMIN_DATABASE_URL=servers.admin_database_url,
        REDIS_URL=servers.redis_url,
        CAUSEWAY_SECRET_KEY="k" * 40,
    )
    assert json.loads(done.stdout)["ok"], done.stdout
    assert done.returncode == 0


def test_migrate_needs_the_owner(causeway, servers):
    done = causeway("migrate", DATABASE_URL=servers.database_url)
    assert done.returncode == 1
    assert complaints(done)[0].startswith("causeway: CAUSEWAY_ADMIN_DATABASE_URL is not set")
    assert causeway("migrate", CAUSEWAY_ADMIN_DATABASE_URL=servers.admin_database_url).returncode == 0


def test_migrate_tells_why_it_cannot_reach_the_database(causeway):
    done = causeway(
        "migrate", CAUSEWAY_ADMIN_DATABASE_URL="postgresql://causeway_owner:hunter2@127.0.0.1:1/x"
    )
    assert done.returncode == 1
    (line,) = complaints(done)
    assert line.startswith("causeway: Cannot reach the database as its owner")
    assert "hunter2" not in done.stderr


def test_config_show_masks_secrets_and_tells_sources(causeway, tmp_path):
    (tmp_path / "url").write_text("postgresql://causeway_app:hunter2@db/causeway\n")
    done = causeway(
        "config", "show", DATABASE_URL_FILE=str(tmp_path / "url"), CAUSEWAY_SECRET_KEY="hunter2" * 6
    )
    assert done.returncode == 0
    assert "hunter2" not in done.stdout
    assert f"postgresql://causeway_app:***@db/causeway  (file {tmp_path / 'url'})" in done.stdout
