"""A newcomer's first minute: `make` says what there is, and what is missing, in a sentence."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

PROMISED = {"setup", "demo", "test", "check", "bench"}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files that setting up reads, in a folder of their own."""
    for name in ("Makefile", "pyproject.toml", "requirements-dev.lock"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def _make(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words],
        cwd=folder,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def _python(folder: Path, body: str) -> str:
    """A python3 that behaves as told."""
    path = folder / "python3"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_help_is_the_default_goal(clone: Path) -> None:
    """`make` alone changes nothing and lists every target with what it does."""
    answer = _make(clone)
    targets = set(
        re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    assert answer.returncode == 0
    assert set(re.findall(r"^  make ([a-z-]+) +\S", answer.stdout, re.MULTILINE)) == targets
    assert targets >= PROMISED
    assert not (clone / ".venv").exists()


def test_every_target_is_explained() -> None:
    """A target without a word about it would be a secret."""
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))


@pytest.mark.parametrize("target", ["demo", "test", "check", "assurance", "bench"])
def test_a_target_sets_up_what_it_needs(clone: Path, target: str) -> None:
    """On a fresh machine each target begins by making the environment."""
    planned = _make(clone, "--dry-run", target)
    assert "-m venv .venv" in planned.stdout
    assert "--require-hashes" in planned.stdout


def test_an_old_python_is_told(clone: Path) -> None:
    """The sentence names the version that is needed."""
    answer = _make(clone, "setup", f"PYTHON={_python(clone, 'exit 1')}")
    assert answer.returncode != 0
    assert "Python 3.11 or later is needed" in answer.stderr


def test_a_missing_venv_is_told(clone: Path) -> None:
    """The sentence names what to install."""
    lacking = _python(clone, 'case "$2" in *ensurepip*) exit 1;; esac')
    answer = _make(clone, "setup", f"PYTHON={lacking}")
    assert answer.returncode != 0
    assert "python3-venv" in answer.stderr


def test_setting_up_is_done_once(clone: Path) -> None:
    """Nothing is installed again until the lock or the settings change."""
    ready = clone / ".venv/.ready"
    ready.parent.mkdir()
    ready.touch()
    assert "venv .venv" not in _make(clone, "--dry-run", "setup").stdout
    newer = ready.stat().st_mtime + 10
    os.utime(clone / "requirements-dev.lock", (newer, newer))
    assert "venv .venv" in _make(clone, "--dry-run", "setup").stdout


def test_the_readme_gives_the_two_commands() -> None:
    """Two commands are all a newcomer has to know."""
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert "make demo" in lines
    assert "make test" in lines
