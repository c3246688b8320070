"""What the tests of the house look at: its rooms, its modules, its files."""

import ast
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("ledger", "finance", "collectors", "reports")
_NOT_OURS = frozenset(
    {".git", ".hypothesis", ".venv", "var", "build", "dist", "vendor", "__pycache__"}
)


def files() -> Iterator[Path]:
    """Every file of the project, but what is ignored, made or other people's."""
    for folder, names, entries in os.walk(ROOT):
        names[:] = sorted(
            name for name in names if name not in _NOT_OURS and not name.endswith("_cache")
        )
        yield from (Path(folder) / entry for entry in sorted(entries))


def python_files() -> list[Path]:
    """Every Python file of the project, tests and migrations included."""
    return [path for path in files() if path.suffix == ".py"]


def modules(*places: str) -> list[Path]:
    """The Python files in these folders or modules, named from the root without ending."""
    found: list[Path] = []
    for place in places:
        folder, module = ROOT / place, ROOT / f"{place}.py"
        if module.exists():
            found.append(module)
        found.extend(path for path in sorted(folder.rglob("*.py")) if "vendor" not in path.parts)
    return found


def shown(path: Path) -> str:
    """A file's place in the project, as a reader would name it."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """A file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=shown(path))


def settings() -> dict[str, Any]:
    """What pyproject.toml says to tools."""
    tools: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    return tools


def contract(name: str) -> dict[str, Any]:
    """One import contract, by its id."""
    contracts: list[dict[str, Any]] = settings()["importlinter"]["contracts"]
    return next(each for each in contracts if each["id"] == name)
