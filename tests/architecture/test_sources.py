"""Every legal value and every rule names a text, and every text is on record."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ledger.accounts import Status
from tests.architecture.house import ROOMS, ROOT, modules, shown, tree
from tests.architecture.test_tidy import EXACT

REGISTER = ROOT / "finance/rules/sources.toml"
PARAMETERS = ROOT / "finance/rules/parameters"
CITED = re.compile(r"\(sources:\s*([^)]+)\)")
NEEDED = ("value", "from", "source", "status")


def _registered() -> set[str]:
    return set(tomllib.loads(REGISTER.read_text("utf-8")))


def _named(data: object) -> Iterator[str]:
    """Every source named anywhere in a TOML document."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"source", "sources"} and isinstance(value, str | list):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _named(value)
    elif isinstance(data, list):
        for value in data:
            yield from _named(value)


def _data_files() -> list[Path]:
    return sorted(
        path for room in ROOMS for path in (ROOT / room).rglob("*.toml") if path != REGISTER
    )


def _dated() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(PARAMETERS.glob("*.toml")):
        for key, entry in tomllib.loads(path.read_text("utf-8")).items():
            for one in entry["dated"]:
                yield f"{shown(path)} {key}", one


def _citations() -> Iterator[tuple[str, str]]:
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    for path in modules(*ROOMS):
        for node in ast.walk(tree(path)):
            if isinstance(node, documented):
                for keys in CITED.findall(ast.get_docstring(node) or ""):
                    yield from ((shown(path), key.strip()) for key in keys.split(","))


def test_each_source_in_the_data_is_on_record() -> None:
    """A value whose text is not on record cannot be checked by anyone."""
    known = _registered()
    found = [
        f"{shown(path)}: {name}"
        for path in _data_files()
        for name in _named(tomllib.loads(path.read_text("utf-8")))
        if name and name not in known
    ]
    assert found == []


def test_each_source_in_a_docstring_is_on_record() -> None:
    """What a rule cites, a reader can find."""
    known = _registered()
    cited = list(_citations())
    assert [f"{place}: {key}" for place, key in cited if key not in known] == []


def test_each_source_on_record_is_used() -> None:
    """A text that no value and no rule stands on is not kept for show."""
    used = {key for _, key in _citations()}
    for path in _data_files():
        used.update(_named(tomllib.loads(path.read_text("utf-8"))))
    assert sorted(_registered() - used) == []


def test_each_value_says_since_when_by_what_right_and_how_sure() -> None:
    """A legal value is written with its first day, its source and its status."""
    dated = list(_dated())
    statuses = {status.value for status in Status}
    assert dated, "there are no parameters"
    assert [name for name, one in dated if any(part not in one for part in NEEDED)] == []
    assert [name for name, one in dated if one["status"] not in statuses] == []


def test_no_legal_number_stands_in_code() -> None:
    """A rate in code has no date and no source; rates come from the parameters."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in modules(*EXACT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Fraction"
        and node.args
        and all(isinstance(arg, ast.Constant) for arg in node.args)
        and [arg.value for arg in node.args if isinstance(arg, ast.Constant)] not in ([0], [1])
    ]
    assert found == []
