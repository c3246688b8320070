"""Processes that are started, waited for, and killed without a word of warning."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.architecture.house import ROOT

PATIENCE_S: Final = 120.0  # what has not answered by then is taken for dead
_PAUSE_S: Final = 0.01


@dataclass(slots=True)
class Process:
    """One process of ours; it writes what it has to say into a file."""

    run: subprocess.Popen[str]
    log: Path

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.run.poll() is None

    def end(self) -> None:
        """Kill it, with its children."""
        kill([self.run.pid, *children(self.run.pid)])
        self.run.wait(PATIENCE_S)


def start(words: Sequence[str], environ: Mapping[str, str], log: Path) -> Process:
    """Start a program of this house; its input is a pipe."""
    with log.open("a", encoding="utf-8") as said:
        run = subprocess.Popen(
            words,
            cwd=ROOT,
            env={**os.environ, **environ},
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return Process(run, log)


def until(what: str, met: Callable[[], bool], patience_s: float = PATIENCE_S) -> float:
    """Ask again and again until something is so.

    Returns  the seconds it took.
    Raises   AssertionError, naming what was waited for, when it does not come to pass.
    """
    began, pause = time.monotonic(), threading.Event()
    while not met():
        assert time.monotonic() - began < patience_s, f"waited in vain: {what}"
        pause.wait(_PAUSE_S)
    return time.monotonic() - began


def children(pid: int) -> list[int]:
    """The processes that descend from one, the nearest first."""
    by_parent: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        by_parent.setdefault(int(fields[1]), []).append(int(folder.name))
    found, asked = [], [pid]
    for each in asked:
        below = by_parent.get(each, [])
        found += below
        asked += below
    return found


def kill(pids: Sequence[int]) -> None:
    """End processes with kill -9, and wait until they are gone."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    until(f"{pids} to be gone", lambda: not any(_runs(pid) for pid in pids))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _runs(pid: int) -> bool:
    """Whether a process is there; one that we have only to bury ourselves is not."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[:2]
    except OSError:
        return False
    return state != "Z" or int(parent) != os.getpid()
