"""``init`` and ``run``: setting a server up, and running it."""

import os
import shutil
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from sync.server.admin.office import Refused, alone, make_folder
from sync.server.admin.speech import FromStdin, office_of, say, warn
from sync.server.settings import Settings, to_environment

DEV_EMAIL: Final = "dev@localhost"
# No secret: such a server listens on loopback only, and says it at each start.
DEV_PASSWORD: Final = "stintbook on loopback"  # noqa: S105 - see above

_NAMED_LOOPBACK: Final = ("localhost", "")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("init")(init)
    app.command("run")(run)


def init(
    context: typer.Context,
    email: Annotated[str, typer.Option(prompt="E-mail address of the first account", help="Of the first account.")],
    name: Annotated[str, typer.Option(prompt="Name of its owner", help="Of its owner.")],
    workspace: Annotated[str, typer.Option(help="Name of its workspace; the owner's name if none is given.")] = "",
    password_stdin: FromStdin = False,
) -> None:
    """Set a server up: its folder, its tables, the first account and its workspace."""
    from sync.server.admin.fields import checked_account
    from sync.server.admin.setup import begin, prepare

    office = office_of(context)
    settings = office.settings()
    email, name, workspace = checked_account(email, name, workspace)
    if prepare(settings):
        raise Refused("This server is set up already; its tables are up to date. More accounts: “user add”.")
    begun = begin(
        settings, email=email, name=name, workspace=workspace, password=office.password(from_stdin=password_stdin)
    )
    say(
        f"The server is set up in {settings.data_dir.absolute()}.",
        f"Account: {begun.account.email}   Workspace: {begun.workspace.name}",
        "",
        "Next:",
        "  stintbook-server run                  run it, on this machine only",
        "  stintbook-server run --host 0.0.0.0 --tls-cert FILE --tls-key FILE",
        "                                        run it for others",
        "  stintbook-server user add             make more accounts, or let people in with “invite”",
        "  stintbook-server backup FOLDER        back it up; do it daily",
    )


def run(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="8440")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; more than one takes PostgreSQL.")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="Certificate chain (PEM), to serve https.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    dev: Annotated[
        Path | None, typer.Option(help="Try it: a server on loopback in this folder, set up at once.")
    ] = None,
) -> None:
    """Run the server until it is stopped."""
    given: dict[str, object] = {"host": host, "port": port, "workers": workers}
    given |= {"tls_cert": tls_cert and str(tls_cert), "tls_key": tls_key and str(tls_key)}
    settings = office_of(context).settings(**given, **({"data_dir": dev} if dev else {}))
    if dev is not None:
        settings = _for_development(settings)
    check(settings)
    make_folder(settings)
    with alone(settings):
        for line in warnings(settings):
            warn(line)
        _serve(settings)


def check(settings: Settings) -> None:
    """Make sure that a server can run so.

    Raises:
        Refused: it cannot.
    """
    if settings.workers < 1:
        raise Refused("A server has at least one worker.")
    if settings.workers > 1 and settings.on_sqlite:
        raise Refused(
            "Several workers take PostgreSQL: an SQLite file has one writer, and two processes would only wait for one"
            " another. Run one worker, or set --database-url."
        )
    if bool(settings.tls_cert) != bool(settings.tls_key):
        raise Refused("For https both --tls-cert and --tls-key are needed.")
    for file in (settings.tls_cert, settings.tls_key):
        if file and not os.access(file, os.R_OK):
            raise Refused(f"{file} cannot be read.")


def warnings(settings: Settings) -> list[str]:
    """Return what an operator should know before the server runs so."""
    found = []
    if not settings.tls_cert and not settings.trusted_proxies and not is_loopback(settings.host):
        found.append(
            f"Warning: plain http on {settings.host}: passwords and hours can be read on the way. Give --tls-cert and"
            " --tls-key, or put a proxy with https before it and set STINTBOOK_SERVER_TRUSTED_PROXIES."
        )
    if settings.sign_up:
        found.append("Note: everybody who reaches this server can make an account (sign_up is on).")
    return found


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in _NAMED_LOOPBACK


def _for_development(settings: Settings) -> Settings:
    from sync.server.admin.setup import begin, prepare

    settings = replace(settings, database_url="", workers=1)
    if not is_loopback(settings.host):
        raise Refused("With --dev the server listens on this machine only: its password is known to everybody.")
    if not prepare(settings):
        begin(settings, email=DEV_EMAIL, name="Dev", workspace="Development", password=DEV_PASSWORD)
    say(
        f"Server for development in {settings.data_dir.absolute()}",
        f"  address   http://{_shown(settings.host)}:{settings.port}",
        f"  e-mail    {DEV_EMAIL}",
        f"  password  {DEV_PASSWORD}",
        "Stop it with Ctrl+C.",
    )
    return settings


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _serve(settings: Settings) -> None:
    import uvicorn

    from sync.server.metrics import FOLDER_VARIABLE

    os.environ.update(to_environment(settings))
    if settings.workers > 1:
        folder = settings.data_dir / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        os.environ[FOLDER_VARIABLE] = str(folder)
    uvicorn.run("sync.server.main:app_factory", **_options(settings))


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "factory": True,
        "host": settings.host,
        "port": settings.port,
        "workers": settings.workers,
        "ssl_certfile": settings.tls_cert or None,
        "ssl_keyfile": settings.tls_key or None,
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": settings.trusted_proxies or None,
        "server_header": False,
        # What is asked is counted (/metrics); addresses of people are not kept.
        "access_log": False,
        "log_level": "info",
        "timeout_graceful_shutdown": 5,
    }
