"""`serve`: the web server."""

import secrets
import sys
from dataclasses import replace
from typing import Any

import click
from waitress.server import create_server

from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.settings import Settings
from finance.shell.commands import command, root
from ledger.errors import Refusal

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_SECRET_BYTES = 48
_THREADS = 8


class DemoOffLoopback(Refusal):
    """The demo has printed passwords and no TLS; it stays on this machine."""

    code = "serve.demo_off_loopback"
    vi = "Bản dùng thử chỉ phục vụ trên máy này (127.0.0.1), không mở ra {host}."
    en = "The demo serves on this machine only (127.0.0.1), not on {host}."


@command(
    "serve",
    "The web server.",
    [
        click.Option(["--host"], default="127.0.0.1", show_default=True),
        click.Option(
            ["--port"], type=click.IntRange(1, 65535), help="UNION_FINANCE_PORT, or 8000."
        ),
        click.Option(["--demo"], is_flag=True, help="On loopback, with a key made for this run."),
    ],
)
def serve(ctx: Context, host: str, port: int | None, demo: bool) -> dict[str, Any]:  # noqa: FBT001 - click gives flags so
    """Serve until stopped: gunicorn, or waitress for the demo and on Windows."""
    settings = ctx.settings
    if demo or settings.demo:
        if host not in LOOPBACK:
            raise DemoOffLoopback(host=host)
        key = settings.secret_key or secrets.token_urlsafe(_SECRET_BYTES)
        settings = replace(settings, demo=True, behind_tls=False, secret_key=key)
    bound = port or settings.port
    if settings.demo or sys.platform == "win32":
        _waitress(ctx, settings, host, bound)
    else:
        _gunicorn(ctx, settings, host, bound)
    return {"served": True}


def _waitress(ctx: Context, settings: Settings, host: str, port: int) -> None:
    application = root().application(settings, ctx.database, ctx.clock)
    server = create_server(application, host=host, port=port, threads=_THREADS)
    click.echo(f"serving on http://{host}:{port}")
    server.run()


def _gunicorn(ctx: Context, settings: Settings, host: str, port: int) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - not there on Windows

    settings.secret()

    class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("workers", 2)
            self.cfg.set("threads", _THREADS)
            self.cfg.set("preload_app", False)  # noqa: FBT003 - gunicorn's own form

        def load(self) -> object:
            # Opened in each worker: connections do not outlive a fork.
            return root_application(settings, Database(settings.database_url), ctx.clock)

    root_application = root().application
    click.echo(f"serving on http://{host}:{port}")
    _Server().run()


commands: tuple[tuple[str, click.Command], ...] = (("serve", serve),)
