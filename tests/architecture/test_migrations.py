"""Migrations are numbered, explained, reversible, and make exactly what the code declares."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from tests.architecture.house import ROOMS, ROOT, shown, tree
from tests.engines import Engine, alembic_config

VERSIONS = ROOT / "migrations/versions"
ANSWERS = ("Why", "What it does to existing books", "Reversible", "How verified")
REWRITES = re.compile(
    r"\b(UPDATE|DELETE\s+FROM|TRUNCATE(\s+TABLE)?)\s+(entry|line)\b", re.IGNORECASE
)


def _files() -> list[Path]:
    return sorted(VERSIONS.glob("*.py"))


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config("sqlite://"))


@pytest.fixture
def empty_url(engine: Engine) -> Iterator[str]:
    """A database without a table, opened by the one who migrates; on each engine."""
    url = engine.empty()
    yield url
    engine.drop(url)


def _tables(url: str) -> set[str]:
    opened = create_engine(url)
    try:
        return set(inspect(opened).get_table_names())
    finally:
        opened.dispose()


def test_migrations_are_numbered_without_gaps() -> None:
    """0001, 0002, 0003: the order is to be seen in the folder."""
    numbers = [path.stem.split("_")[0] for path in _files()]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert numbers


def test_migrations_form_one_line() -> None:
    """One head, and each migration follows the one numbered before it."""
    scripts = list(_scripts().walk_revisions())
    newest_first = [path.stem.split("_")[0] for path in reversed(_files())]
    assert [script.revision[:4] for script in scripts] == newest_first
    assert len(_scripts().get_heads()) == 1


@pytest.mark.parametrize("answer", ANSWERS)
def test_migrations_explain_themselves(answer: str) -> None:
    """Each says why, what it does to existing books, whether it can be undone, how it was tried."""
    answered = re.compile(rf"^{re.escape(answer)}\??:?[ \t]+\S", re.MULTILINE)
    silent = [
        shown(path) for path in _files() if not answered.search(ast.get_docstring(tree(path)) or "")
    ]
    assert silent == []


def test_migrations_import_no_room() -> None:
    """The code moves on, history must not: what a migration needs is copied into it."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in _files()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ROOMS)
        or (
            isinstance(node, ast.Import)
            and any(name.name.split(".")[0] in ROOMS for name in node.names)
        )
    ]
    assert found == []


def test_migrations_leave_posted_entries_alone() -> None:
    """No migration rewrites what was posted."""
    assert [shown(path) for path in _files() if REWRITES.search(path.read_text("utf-8"))] == []


def test_models_and_migrations_agree(engine: Engine, empty_url: str) -> None:
    """A migrated database is what the tables in the code declare."""
    assert engine.name in empty_url
    command.upgrade(alembic_config(empty_url), "head")
    command.check(alembic_config(empty_url))


def test_up_down_up(empty_url: str) -> None:
    """Every migration can be undone, leaves nothing behind, and can be done again."""
    config = alembic_config(empty_url)
    command.upgrade(config, "head")
    shape = _tables(empty_url)
    command.downgrade(config, "base")
    assert _tables(empty_url) <= {"alembic_version"}
    command.upgrade(config, "head")
    assert _tables(empty_url) == shape
