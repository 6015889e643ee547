"""What an operator may set: by the environment, by a file, by the arguments of a command."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

PREFIX = "STINTBOOK_SERVER_"
FILE = "server.toml"


class BadSetting(ValueError):
    """A setting that is unknown or of the wrong kind; the message names it and says where it stands."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server runs. What is named ``…_per_…`` is a limit; 0 takes a limit away.

    ``partitions`` counts for PostgreSQL when its tables are made; 0 leaves them whole. ``trusted_proxies`` are the
    addresses (separated by commas) whose ``X-Forwarded-For`` is believed, empty for none. ``argon2_…`` count for
    passwords set from now on; older ones are hashed anew when their owner signs in.
    """

    database_url: str = ""
    data_dir: Path = Path("stintbook-server")
    host: str = "127.0.0.1"
    port: int = 8440
    workers: int = 1
    tls_cert: str = ""
    tls_key: str = ""
    trusted_proxies: str = ""
    body_bytes: int = 16 << 20
    partitions: int = 0
    threads: int = 8
    lock_timeout_ms: int = 10_000
    statement_timeout_ms: int = 30_000
    docs: bool = False
    sign_up: bool = False
    workspaces_per_account: int = 20
    devices_per_account: int = 100
    requests_per_minute: int = 1_200
    failures_per_account: int = 5
    failures_per_address: int = 30
    failure_window_s: int = 900
    pairing_minutes: int = 10
    invitation_days: int = 7
    metrics_token: str = ""
    argon2_memory_kib: int = 65_536
    argon2_passes: int = 3
    argon2_lanes: int = 4

    @property
    def url(self) -> str:
        """Where the data is: what was set, or an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'server.db').absolute()}"

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a file of this machine, which one process writes."""
        return self.url.startswith("sqlite")


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings from the environment alone (``STINTBOOK_SERVER_…``).

    Raises:
        BadSetting: a value of the wrong kind.
    """
    return Settings(**_from_environment(environment))


def load(environment: Mapping[str, str], **given: Any) -> Settings:
    """Read the settings: arguments first, then the environment, then ``server.toml`` in the data folder.

    Arguments that are None were not given.

    Raises:
        BadSetting: an unknown name in the file, a value of the wrong kind, or a file that cannot be read.
    """
    found = _from_environment(environment) | {name: value for name, value in given.items() if value is not None}
    data_dir = Path(found.get("data_dir", Settings().data_dir))
    return Settings(**(_from_file(data_dir / FILE) | found | {"data_dir": data_dir}))


def to_environment(settings: Settings) -> dict[str, str]:
    """Return the variables by which another process reads the same settings."""
    default = Settings()
    values = {each.name: getattr(settings, each.name) for each in fields(Settings)}
    return {PREFIX + name.upper(): str(value) for name, value in values.items() if value != getattr(default, name)}


def without_secrets(settings: Settings) -> Settings:
    """Return the settings as they may be shown: no password of a database, no token."""
    from sqlalchemy import make_url

    url = make_url(settings.url).render_as_string(hide_password=True)
    return replace(settings, database_url=url, metrics_token="***" if settings.metrics_token else "")


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    names = {each.name: PREFIX + each.name.upper() for each in fields(Settings)}
    return {name: _read(name, environment[key], key) for name, key in names.items() if key in environment}


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSetting(f"{path} cannot be read: {error}") from error
    unknown = sorted(content.keys() - {each.name for each in fields(Settings)})
    if unknown:
        raise BadSetting(f"{path} sets “{unknown[0]}”, which is no setting of this server")
    return {name: _read(name, str(value), f"“{name}” in {path}") for name, value in content.items()}


def _read(name: str, text: str, where: str) -> Any:
    default = Settings.__dataclass_fields__[name].default
    if isinstance(default, bool):
        return _truth(text, where)
    if isinstance(default, int):
        if not text.strip().isdecimal():
            raise BadSetting(f"{where} is no whole number: {text[:40]!r}")
        return int(text)
    return Path(text) if isinstance(default, Path) else text


def _truth(text: str, where: str) -> bool:
    word = text.strip().lower()
    if word not in ("1", "true", "yes", "on", "0", "false", "no", "off", ""):
        raise BadSetting(f"{where} is neither yes nor no: {text[:40]!r}")
    return word in ("1", "true", "yes", "on")
