from pathlib import Path

import pytest

from causeway.tenants.errors import SetupError
from causeway.tenants.settings import (
    UNKNOWN,
    describe_settings,
    environment_of,
    load_settings,
    masked_url,
    without_settings,
)

SERVERS = {
    "DATABASE_URL": "postgresql://causeway_app:s3cret@db/causeway",
    "REDIS_URL": "redis://cache:6379/0",
    "CAUSEWAY_SECRET_KEY": "k" * 40,
}


def test_defaults_are_complete_once_servers_and_key_are_named():
    settings = load_settings(SERVERS)
    assert settings.port == 8080
    assert settings.max_inbound_bytes == 32 * 1024 * 1024
    assert settings.public_url == "http://127.0.0.1:8080"
    assert not settings.is_https


def test_every_missing_setting_has_its_own_line():
    with pytest.raises(SetupError) as caught:
        load_settings({})
    names = [line.partition(":")[0] for line in caught.value.message.splitlines()]
    assert names == ["DATABASE_URL", "REDIS_URL", "CAUSEWAY_SECRET_KEY"]


def test_nothing_has_to_be_set_where_servers_are_brought_along():
    assert load_settings({}, embedded=True).database_url == ""


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("CAUSEWAY_PORT", "eighty", "CAUSEWAY_PORT: "),
        ("CAUSEWAY_PORT", "70000", "CAUSEWAY_PORT: "),
        ("CAUSEWAY_LOG_FORMAT", "xml", "CAUSEWAY_LOG_FORMAT: "),
        ("CAUSEWAY_TRUSTED_PROXIES", "10.0.0.0/8,everybody", "CAUSEWAY_TRUSTED_PROXIES: "),
        ("DATABASE_URL", "mysql://db/causeway", "DATABASE_URL: should begin with postgresql://"),
        ("CAUSEWAY_SECRET_KEY", "short", "CAUSEWAY_SECRET_KEY: is shorter than 32 characters"),
        ("CAUSEWAY_PUBLIC_URL", "portal.example", "CAUSEWAY_PUBLIC_URL: should begin with http"),
    ],
)
def test_a_wrong_value_is_one_line_with_the_name_of_its_setting(name, value, complaint):
    with pytest.raises(SetupError) as caught:
        load_settings({**SERVERS, name: value})
    assert caught.value.message.startswith(complaint)
    assert len(caught.value.message.splitlines()) == 1


def test_a_wrong_secret_is_not_repeated_in_the_message():
    with pytest.raises(SetupError) as caught:
        load_settings(
            {**SERVERS, "DATABASE_URL": "mysql://root:hunter2@db/x", "CAUSEWAY_SECRET_KEY": "hunter3"}
        )
    assert "hunter" not in caught.value.message


@pytest.mark.parametrize("name", ["DATABASE_URL", "CAUSEWAY_SECRET_KEY", "REDIS_URL"])
def test_a_value_may_come_from_a_file(tmp_path, name):
    file = tmp_path / "secret"
    file.write_text(SERVERS[name] + "\n")
    others = {key: value for key, value in SERVERS.items() if key != name}
    assert load_settings({**others, f"{name}_FILE": str(file)}) == load_settings(SERVERS)


def test_a_missing_file_and_a_value_given_twice_are_told(tmp_path):
    absent = tmp_path / "absent"
    with pytest.raises(SetupError, match=r"REDIS_URL_FILE: cannot read .*absent \(No such file"):
        load_settings({"DATABASE_URL": SERVERS["DATABASE_URL"], "REDIS_URL_FILE": str(absent)}, embedded=True)
    with pytest.raises(SetupError, match="DATABASE_URL: is set twice"):
        load_settings({**SERVERS, "DATABASE_URL_FILE": str(absent)})


def test_description_masks_secrets_names_sources_and_finds_misspelt_names(tmp_path):
    file = tmp_path / "key"
    file.write_text("k" * 40)
    environ = {
        **SERVERS,
        "CAUSEWAY_SECRET_KEY": "",
        "CAUSEWAY_SECRET_KEY_FILE": str(file),
        "CAUSEWAY_PROT": "1",
    }
    rows = {row.name: row for row in describe_settings(environ)}
    assert rows["DATABASE_URL"].value == "postgresql://causeway_app:***@db/causeway"
    assert rows["CAUSEWAY_SECRET_KEY"].value == "***"
    assert rows["CAUSEWAY_SECRET_KEY"].source == f"file {file}"
    assert rows["CAUSEWAY_PORT"].source == "default"
    assert rows["CAUSEWAY_PROT"].description == UNKNOWN


def test_a_child_gets_exactly_our_settings_and_no_other(tmp_path):
    settings = load_settings(
        {**SERVERS, "CAUSEWAY_TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8", "CAUSEWAY_PORT": "81"}
    )
    parent = {"PATH": "/bin", "CAUSEWAY_PORT": "1", "DATABASE_URL_FILE": "/nowhere"}
    assert load_settings({**without_settings(parent), **environment_of(settings)}) == settings


def test_a_url_without_password_is_shown_whole():
    assert masked_url("redis://cache:6379/0") == "redis://cache:6379/0"


def test_operators_page_lists_every_setting_and_its_default():
    page = (Path(__file__).parents[2] / "docs" / "operators" / "settings.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    described = {row.name: row for row in describe_settings({})}
    assert rows.keys() == described.keys()
    for name, row in described.items():
        if row.value.isdigit():
            assert f"| `{row.value}` |" in rows[name]
