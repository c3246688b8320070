"""The house is tidy: exact money, short functions, honest exceptions, no trace of a machine."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import (
    ROOMS,
    ROOT,
    contract,
    files,
    modules,
    python_files,
    shown,
    tree,
)

LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
ALONE = "reports/verifier/verify_books.py"  # an auditor takes it away: it must be one file
LONGEST_ALONE = 800
EXACT = (
    "ledger",
    "finance/rules",
    "finance/actions",
    "collectors/matching",
    "collectors/screening",
)
NO_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager"})
NOT_FROM_PURE = frozenset({"open", "print", "input", "exec", "eval", "__import__"})

# Brackets around one letter keep these from finding themselves.
TRACES = {
    "a path of a machine": re.compile(
        r"(?<![\w.:/-])/(?:hom[e]|roo[t]|wor[k]|User[s]|op[t]|tm[p])/\w"
    ),
    "a path out of the project": re.compile(r"\.\./share[d]"),
    "an address of a package index": re.compile(
        r"(?<!no-emit-)(?:index-ur[l]|find-link[s])|/simpl[e]/|pyp[i]\.org|pythonhoste[d]|npmj[s]\.(?:org|com)"
    ),
}
EXCEPTION = re.compile(r"#\s*(noqa\b|type:\s*ignore\b|pragma:|fmt:)")
REASONED = re.compile(
    r"#\s*(noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w, -]+\]|pragma: no (cover|branch))"
    r"\s+(-|#)\s+\w+"
)


def _found(path: Path, nodes: list[ast.AST]) -> list[str]:
    return [f"{shown(path)}:{getattr(node, 'lineno', 0)}" for node in nodes]


def _comments(path: Path) -> Iterator[tuple[int, str]]:
    text = io.StringIO(path.read_text(encoding="utf-8"))
    for token in tokenize.generate_tokens(text.readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_money_never_meets_a_float() -> None:
    """Where money is counted there is no float: no literal, no conversion, no true division."""
    found = [
        place
        for path in modules(*EXACT)
        for place in _found(
            path,
            [
                node
                for node in ast.walk(tree(path))
                if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
                or (isinstance(node, ast.Name) and node.id == "float")
            ],
        )
    ]
    assert found == []


def test_nothing_becomes_zero_by_accident() -> None:
    """No `or 0`: an amount that is missing is not an amount of nothing."""
    found = [
        place
        for path in modules(*ROOMS)
        for place in _found(
            path,
            [
                node
                for node in ast.walk(tree(path))
                if isinstance(node, ast.BoolOp)
                and isinstance(node.op, ast.Or)
                and isinstance(node.values[-1], ast.Constant)
                and type(node.values[-1].value) is int
                and node.values[-1].value == 0
            ],
        )
    ]
    assert found == []


def test_functions_are_short() -> None:
    """A function that needs more than sixty lines does more than one thing."""
    found = [
        f"{shown(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert found == []


def test_modules_are_short() -> None:
    """A module of more than four hundred lines has more than one subject."""
    lengths = {shown(path): path.read_text("utf-8").count("\n") for path in python_files()}
    most = {name: LONGEST_ALONE if name == ALONE else LONGEST_MODULE for name in lengths}
    assert {name: lines for name, lines in lengths.items() if lines > most[name]} == {}


def test_nothing_is_left_for_later() -> None:
    """What is not done stands in an issue, not in a comment."""
    left = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b")
    found = [
        f"{shown(path)}:{line}"
        for path in python_files()
        for line, comment in _comments(path)
        if left.search(comment)
    ]
    assert found == []


def test_names_say_what_is_inside() -> None:
    """A file or folder is named for its subject; a drawer for odds and ends has none."""
    found = [
        shown(path)
        for path in python_files()
        if NO_NAMES & {*path.relative_to(ROOT).parent.parts, path.stem}
    ]
    assert found == []


def test_test_folders_are_no_packages() -> None:
    """`tests/ledger` as a package would stand in the way of `ledger`."""
    assert [shown(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


@pytest.mark.parametrize("trace", TRACES)
def test_no_trace_of_a_machine(trace: str) -> None:
    """Nothing in the project names a machine's folders or a package index."""
    found: list[str] = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        found.extend(
            f"{shown(path)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), 1)
            if TRACES[trace].search(line)
        )
    assert found == []


def test_exceptions_carry_their_reason() -> None:
    """Who silences a check names the check and says why, on the same line."""
    found = [
        f"{shown(path)}:{line}: {comment}"
        for path in python_files()
        for line, comment in _comments(path)
        if EXCEPTION.search(comment) and not REASONED.search(comment)
    ]
    assert found == []


def test_pure_modules_touch_nothing() -> None:
    """A pure module opens no file and prints nothing: same arguments, same answer."""
    places = [name.replace(".", "/") for name in contract("pure")["source_modules"]]
    found = [
        place
        for path in modules(*places)
        for place in _found(
            path,
            [
                node
                for node in ast.walk(tree(path))
                if isinstance(node, ast.Name) and node.id in NOT_FROM_PURE
            ],
        )
    ]
    assert found == []
