"""Settings for commands: from the environment, completed by the embedded servers that run on the data directory."""

import os

from causeway.tenants.embedded import Servers, find_running_servers
from causeway.tenants.embedded.directories import keep_secret
from causeway.tenants.settings import Settings, environment_of, load_settings, without_settings

SECRET_KEY_FILE = "secret_key"  # noqa: S105  # a file's name


def connected_settings() -> Settings:
    """Complete settings for a process; what the environment leaves out comes from a running `causeway up`.

    SetupError, one line per missing setting, when there is none.
    """
    partial = load_settings(embedded=True)
    servers = None
    if not (partial.database_url and partial.redis_url):
        servers = find_running_servers(partial.data_dir)
    complete = partial if servers is None else completed(partial, servers)
    return load_settings(environment_of(complete))


def completed(settings: Settings, servers: Servers) -> Settings:
    """The settings with the embedded servers in place of the URLs that are not set."""
    update: dict[str, object] = {"data_dir": servers.data_directory}
    if not settings.database_url:
        update["database_url"] = servers.database_url
        update["admin_database_url"] = servers.admin_database_url
    if not settings.redis_url:
        update["redis_url"] = servers.redis_url
    if not settings.secret_key and servers.children:
        update["secret_key"] = keep_secret(servers.data_directory / SECRET_KEY_FILE)
    return settings.model_copy(update=update)


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment in which one of our own commands loads exactly these settings."""
    return {**without_settings(os.environ), **environment_of(settings)}
