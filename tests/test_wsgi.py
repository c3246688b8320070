"""The front step: every room's commands and pages in one house."""

import subprocess
import sys
import urllib.request
from pathlib import Path
from socket import socket

import wsgi  # noqa: TID251 - this is its own test
from finance.runtime.clock import SystemClock
from finance.runtime.database import Database
from finance.runtime.settings import Settings
from tests.engines import ROOT, migrate
from tests.terminal import Terminal

KEY = "k" * 40


def test_every_room_hangs_its_commands_in_one_group() -> None:
    """Rooms share groups such as `levy` and `ledger`; each command stands once."""
    assert {"units", "intake", "levy", "ledger", "period", "disclose", "users"} <= set(
        wsgi.cli.commands
    )
    levy = wsgi.cli.commands["levy"]
    assert {"assess", "match", "distribute", "obligations", "receipts", "shares"} <= set(
        getattr(levy, "commands", {})
    )


def test_the_application_has_every_door(tmp_path: Path) -> None:
    """The four doors are there, each with a first page."""
    url = f"sqlite:///{tmp_path}/books.sqlite3"
    migrate(url)
    app = wsgi.build(Settings(secret_key=KEY, behind_tls=False), Database(url), SystemClock())
    addresses = {rule.rule for rule in app.url_map.iter_rules()}
    assert {"/office/", "/inspect/", "/open/", "/open/en/", "/api/openapi.json"} <= addresses


def test_flask_offers_the_same_commands(tmp_path: Path) -> None:
    """`flask --app wsgi …` runs what `union-finance …` runs."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade", "--json"],
        cwd=ROOT,
        env={
            "UNION_FINANCE_DATABASE_URL": f"sqlite:///{tmp_path}/books.sqlite3",
            "UNION_FINANCE_SECRET_KEY": KEY,
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert '"changed": true' in done.stdout


def test_serve_says_where_and_answers_there(tmp_path: Path) -> None:
    """The line with the address comes once the port is bound; a page answers there."""
    url = f"sqlite:///{tmp_path}/books.sqlite3"
    migrate(url)
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-c", "import wsgi; wsgi.cli()", "serve", "--demo", "--port", str(port)]
    with subprocess.Popen(
        [sys.executable, "-u", *words, "--database", url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline().strip() == f"serving on http://127.0.0.1:{port}"
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/open/") as page:
                assert page.status == 200
        finally:
            server.terminate()


def test_the_terminal_lists_every_command(tmp_path: Path) -> None:
    """Asked for help, the group names its commands and ends well."""
    result = Terminal(wsgi.cli, f"sqlite:///{tmp_path}/none.sqlite3").run("--help")
    assert result.exit_code == 0
    assert "serve" in result.output
