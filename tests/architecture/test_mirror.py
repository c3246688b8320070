"""Tests stand where their subject stands: one file of tests for each module of the rooms."""

import ast
from pathlib import Path

from tests.architecture.house import ROOMS, ROOT, modules, shown, tree

EXEMPT: frozenset[str] = frozenset()  # expected to stay empty


def _has_code(path: Path) -> bool:
    code = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If | ast.For | ast.With
    return any(isinstance(node, code) for node in tree(path).body)


def _test_of(path: Path) -> Path:
    place = path.relative_to(ROOT)
    name = "init" if place.stem == "__init__" else place.stem
    return ROOT / "tests" / place.parent / f"test_{name}.py"


def _subjects() -> list[Path]:
    found = [path for path in modules(*ROOMS) if path.stem != "__init__" or _has_code(path)]
    return [*found, *modules("wsgi")]


def test_each_module_has_its_tests() -> None:
    """Who looks for the tests of a module finds them under its own name."""
    print(f"modules that need no tests of their own: {sorted(EXEMPT) or 'none'}")  # noqa: T201 - the list is to be seen
    missing = [shown(path) for path in _subjects() if not _test_of(path).exists()]
    assert sorted(set(missing) - EXEMPT) == []


def test_each_file_of_tests_has_its_module() -> None:
    """Tests whose module has moved or gone are moved or deleted; stories stand in scenarios."""
    known = {_test_of(path) for path in _subjects()}
    standing = {path for room in ROOMS for path in (ROOT / "tests" / room).rglob("test_*.py")}
    assert sorted(shown(path) for path in standing - known) == []


def test_no_module_is_exempt() -> None:
    """The list of modules without tests is empty, and stays so."""
    assert not EXEMPT
