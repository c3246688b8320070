"""A whole installation: its database, web server, job process and a writer, each a process."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from finance.records.runs import JobRunRow
from finance.runtime.database import Database
from finance.runtime.scheduler import RUNNING
from tests.architecture.house import ROOT
from tests.assurance.browser import Browser, NoAnswer
from tests.assurance.processes import Process, children, free_port, kill, start, until
from tests.engines import EmbeddedPostgres

_PROGRAM: Final = (sys.executable, "-c", "from wsgi import cli; cli()")
_CUT_OFF: Final = "cut off"
_PASSWORD: Final = "một mật khẩu đủ dài"
APPROVER: Final = "minh"
ALL: Final = "all at once"
WEB, JOBS, WRITER, DATABASE = "web workers", "job process", "writer", "database"


@dataclass(slots=True)
class Installation:
    """What runs, and how each part of it is killed and started again."""

    folder: Path
    url: str
    server: EmbeddedPostgres | None  # None on SQLite, where the database is no process
    port: int = field(default_factory=free_port)
    _environ: dict[str, str] = field(default_factory=dict)
    _running: dict[str, Process] = field(default_factory=dict)
    _turns: int = 0
    _asked: tuple[int, str] = (0, "")

    def begin(self) -> None:
        """Make the approver by command, and start everything."""
        self._environ = {
            "UNION_FINANCE_DATABASE_URL": self.url,
            "UNION_FINANCE_SECRET_KEY": secrets.token_urlsafe(48),
            "UNION_FINANCE_BEHIND_TLS": "0",
            "UNION_FINANCE_PORT": str(self.port),
            "UNION_FINANCE_VAR": str(self.folder),
        }
        words = ["users", "add", APPROVER, "--role", "approver", "--unit", "TLD"]
        subprocess.run(
            [*_PROGRAM, *words, "--password-stdin"],
            input=f"{_PASSWORD}\n",
            env={**os.environ, **self._environ},
            cwd=ROOT,
            check=True,
            text=True,
            capture_output=True,
        )
        for part in (WEB, JOBS, WRITER):
            self._start(part)

    @property
    def victims(self) -> tuple[str, ...]:
        """What can be killed here."""
        database = () if self.server is None else (DATABASE,)
        return (WEB, JOBS, WRITER, *database, ALL)

    def visit(self) -> Browser:
        """A browser in which the approver is signed in, once the server answers."""
        visitor = Browser(self.port)

        def signed_in() -> bool:
            try:
                visitor.sign_in(APPROVER, _PASSWORD)
            except NoAnswer:
                return False
            return True

        until("the log-in page", signed_in)
        return visitor

    def give(self, keys: list[str]) -> None:
        """Hand keys to the writer; one that has just been killed takes none."""
        pipe = self._running[WRITER].run.stdin
        assert pipe is not None
        try:
            pipe.write("".join(f"{key}\n" for key in keys))
            pipe.flush()
        except BrokenPipeError:
            return

    def written(self) -> dict[str, str]:
        """What the writers acknowledged: the entry by its key."""
        lines = (self.folder / f"{WRITER}.log").read_text("utf-8").splitlines(keepends=True)
        words = [line.split() for line in lines if line.startswith("ack ") and line.endswith("\n")]
        return {key: entry for _, key, entry in words}

    def kill(self, victim: str) -> None:
        """End a part with kill -9, in the midst of things."""
        doomed: list[int] = []
        web = self._running[WEB].run.pid
        if victim in {WEB, ALL}:
            doomed += children(web)
        if victim == ALL:
            doomed.append(web)
        for part in (JOBS, WRITER):
            if victim in {part, ALL}:
                doomed.append(self._running[part].run.pid)
        if self.server is not None and victim in {DATABASE, ALL}:
            doomed += [self.server.pid(), *children(self.server.pid())]
        kill(doomed)

    def restart(self, database: Database, visitor: Browser, page: str) -> None:
        """Start again what died, and wait until each part has given its first answer."""
        self._turns += 1
        if self.server is not None and not _answers(database):
            self.server.start_again()
        dead = [part for part, process in self._running.items() if not process.alive]
        if JOBS in dead:
            _leave_cut_off(database, str(self._turns))
        for part in dead:
            self._start(part)
        until("the web server", lambda: _shown(visitor, page))
        if JOBS in dead:
            until("the job process", lambda: _freed(database, str(self._turns)))
        until("the writer", self._writer_answers)

    def end(self) -> None:
        """End every process."""
        for process in self._running.values():
            process.end()

    def _start(self, part: str) -> None:
        words = {
            WEB: (*_PROGRAM, "serve"),
            JOBS: (*_PROGRAM, "jobs", "run"),
            WRITER: (sys.executable, "-m", "tests.assurance.writer", self.url),
        }[part]
        self._running[part] = start(words, self._environ, self.folder / f"{part}.log")

    def _writer_answers(self) -> bool:
        """Whether it has posted this turn's key; one that lost its database begins anew."""
        if not self._running[WRITER].alive:
            self._start(WRITER)
        key = f"turn-{self._turns}"
        if self._asked != (self._running[WRITER].run.pid, key):
            self._asked = (self._running[WRITER].run.pid, key)
            self.give([key])
        return key in self.written()


def _answers(database: Database) -> bool:
    try:
        with database.reading() as session:
            return bool(session.scalar(text("SELECT 1")))
    except DBAPIError:
        return False


def _shown(visitor: Browser, page: str) -> bool:
    try:
        return bool(visitor.read(page))
    except NoAnswer:
        return False


def _leave_cut_off(database: Database, slot: str) -> None:
    """A run cut off with its process: the next job process frees it when it begins its work."""
    with database.writing() as session:
        session.add(JobRunRow(job=_CUT_OFF, slot=slot, state=RUNNING, started_at_us=0))
        session.commit()


def _freed(database: Database, slot: str) -> bool:
    with database.reading() as session:
        row = session.get_one(JobRunRow, (_CUT_OFF, slot))
    return row.state != RUNNING
