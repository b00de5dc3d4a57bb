"""The settings of one installation: read once from the environment into one frozen, typed object.

`DATABASE_URL` and `REDIS_URL` have the names every platform gives them; all others begin with `CAUSEWAY_`. Each
may instead be given as `NAME_FILE`, a path whose content is the value, as secrets are mounted in containers.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from causeway.tenants.errors import SetupError

PREFIX = "CAUSEWAY_"
WITHOUT_PREFIX = ("database_url", "redis_url")
SECRETS = ("secret_key", "metrics_token")
URLS = ("database_url", "admin_database_url", "redis_url")
SECRET_KEY_LENGTH = 32
UNKNOWN = "no such setting: ignored"

Network = IPv4Network | IPv6Network


def _networks(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseModel):
    """Everything an operator can set; an empty URL means that the embedded server of `causeway up` is used."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    database_url: str = Field("", repr=False, description="PostgreSQL 16 or newer, as the application role")
    admin_database_url: str = Field(
        "", repr=False, description="the same database as the owner, for migrations"
    )
    redis_url: str = Field("", repr=False, description="Redis 7 or Valkey 8 or newer")
    data_dir: Path = Field(Path(".causeway"), description="files of the embedded servers, generated secrets")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="port to listen on; `up` takes a free one for 0")
    public_url: str = Field("", description="address people and partners use; decides on secure cookies")
    secret_key: str = Field("", repr=False, description="signs and encrypts; at least 32 characters")
    web_workers: int = Field(2, ge=1, le=64, description="web processes")
    web_threads: int = Field(8, ge=1, le=256, description="threads of each web process")
    workers: int = Field(2, ge=1, le=64, description="worker processes that `up` starts")
    log_format: Literal["json", "console"] = Field("json", description="one JSON object or one readable line")
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        "INFO", description="the least important log line that is written"
    )
    max_inbound_bytes: int = Field(32 * 1024 * 1024, ge=1024, description="largest transmission accepted")
    clock_offset_seconds: int = Field(0, description="moves the clock of every process, for tests")
    session_idle_minutes: int = Field(30, ge=1, description="a session ends after so long without a request")
    session_absolute_hours: int = Field(12, ge=1, description="a session ends after so long in any case")
    metrics_token: str = Field(
        "", repr=False, description="bearer token for /metrics; without it only this machine may look"
    )
    trusted_proxies: Annotated[tuple[Network, ...], BeforeValidator(_networks)] = Field(
        (), description="networks whose X-Forwarded-* headers are believed, separated by commas"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = [*_url_problems(self)]
        if self.secret_key and len(self.secret_key) < SECRET_KEY_LENGTH:
            problems.append(f"CAUSEWAY_SECRET_KEY: is shorter than {SECRET_KEY_LENGTH} characters")
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def listen_url(self) -> str:
        """Where this machine reaches the web processes, whatever the public address is."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether people reach us by https, so that cookies are secure and carry the __Host- prefix."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class SettingSource:
    """One setting as an operator sees it: its value as text, masked if secret, and where that came from."""

    name: str
    value: str
    source: str
    description: str


def load_settings(environ: Mapping[str, str] | None = None, *, embedded: bool = False) -> Settings:
    """The settings of this environment; SetupError with one line per problem.

    `embedded=True` is for the command that starts the servers itself: then the URLs and the secret key may be
    missing. Everything else needs them.
    """
    given = os.environ if environ is None else environ
    values, _sources, problems = _read(given)
    settings: Settings | None = None
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems.extend(_sentences(error))
    if settings is not None and not embedded:
        problems.extend(_missing(settings))
    if problems or settings is None:
        raise SetupError("\n".join(problems))
    public_url = settings.public_url.rstrip("/") or settings.listen_url
    return settings.model_copy(update={"public_url": public_url})


def describe_settings(environ: Mapping[str, str] | None = None) -> list[SettingSource]:
    """Every setting with value and source, in the order of the class; unknown CAUSEWAY_ names come last."""
    given = os.environ if environ is None else environ
    settings = load_settings(given, embedded=True)
    _values, sources, _problems = _read(given)
    rows = [
        SettingSource(
            setting_name(field),
            _shown(field, settings),
            sources.get(field, "default"),
            info.description or "",
        )
        for field, info in _fields()
    ]
    known = {
        name for field, _info in _fields() for name in (setting_name(field), setting_name(field) + "_FILE")
    }
    strange = sorted(name for name in given if name.startswith(PREFIX) and name not in known)
    return [*rows, *(SettingSource(name, "", "environment", UNKNOWN) for name in strange)]


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that makes another process load the same settings."""
    dumped = settings.model_dump(mode="json")
    return {
        setting_name(field): ",".join(value) if isinstance(value, list) else str(value)
        for field, value in dumped.items()
        if value not in ("", [])
    }


def without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without anything that we would read, for a child that gets its settings from us."""
    return {name: value for name, value in environ.items() if name not in _known_names()}


def setting_name(field: str) -> str:
    """The name of the environment variable of a field."""
    return field.upper() if field in WITHOUT_PREFIX else PREFIX + field.upper()


def masked_url(url: str) -> str:
    """A URL without its password, to be shown."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:***@{place}"))


def _known_names() -> set[str]:
    names = {setting_name(field) for field, _info in _fields()}
    return names | {f"{name}_FILE" for name in names}


def _fields() -> Iterator[tuple[str, FieldInfo]]:
    yield from Settings.model_fields.items()


def _read(environ: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """Values and sources by field, and what could not be read. An empty variable counts as not set."""
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    problems: list[str] = []
    for field, _info in _fields():
        name = setting_name(field)
        text, path = environ.get(name, ""), environ.get(f"{name}_FILE", "")
        if text and path:
            problems.append(f"{name}: is set twice, also as {name}_FILE; remove one of them")
        elif text:
            values[field], sources[field] = text, "environment"
        elif path:
            try:
                values[field] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as problem:
                reason = getattr(problem, "strerror", None) or "it is not text"
                problems.append(f"{name}_FILE: cannot read {path} ({reason})")
            sources[field] = f"file {path}"
    return values, sources, problems


def _sentences(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        location = problem["loc"]
        if not location:
            yield from str(problem["ctx"]["error"]).splitlines()
            continue
        field = str(location[0])
        shown = "" if field in (*SECRETS, *URLS) else f", not {problem['input']!r}"
        text = problem["msg"].removeprefix("Value error, ")
        yield f"{setting_name(field)}: {text[0].lower()}{text[1:]}{shown}"


def _url_problems(settings: Settings) -> Iterator[str]:
    schemes = {
        "database_url": ("postgresql", "postgresql+psycopg"),
        "admin_database_url": ("postgresql", "postgresql+psycopg"),
        "redis_url": ("redis", "rediss", "unix"),
        "public_url": ("http", "https"),
    }
    for field, allowed in schemes.items():
        value = getattr(settings, field)
        if value and value.partition("://")[0] not in allowed:
            yield f"{setting_name(field)}: should begin with {' or '.join(scheme + '://' for scheme in allowed)}"


def _missing(settings: Settings) -> Iterator[str]:
    if not settings.database_url:
        yield "DATABASE_URL: is not set; name a PostgreSQL database, or use `causeway up`, which brings one"
    if not settings.redis_url:
        yield "REDIS_URL: is not set; name a Redis or Valkey server, or use `causeway up`, which brings one"
    if not settings.secret_key:
        yield (
            "CAUSEWAY_SECRET_KEY: is not set; make one with "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'` and keep it"
        )


def _shown(field: str, settings: Settings) -> str:
    value = getattr(settings, field)
    if field in SECRETS and value:
        return "***"
    if field in URLS:
        return masked_url(value)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)
