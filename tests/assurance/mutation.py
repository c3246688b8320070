"""Runs mutmut over the book and the rules, and says which survivors nobody has explained.

    python -m tests.assurance.mutation [--part NAME] [--module NAME] [--children N]
                                       [--patience N] [MUTANT ...]
    python -m tests.assurance.mutation --again

Each part is mutated in a copy of the checkout of its own, below var/, and run against the tests
that stand for it. A module asked for by its name runs against the tests of the same name: quicker,
and what they kill more tests kill too. After new tests `--again` runs the functions again in which
a survivor is not explained. At the end docs/mutation.json and docs/mutation.md are
written; exit status 1 when a survivor is new.
"""

import argparse
import ast
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tests.architecture.house import ROOT
from tests.assurance.figures import commit
from tests.assurance.mutants import (
    LEFT,
    Explained,
    Mutant,
    Verdict,
    explanations,
    names_of,
    obsolete,
    page,
    renewed,
    unexplained,
    verdict,
)

FIGURES: Final = ROOT / "docs" / "mutation.json"
PAGE: Final = ROOT / "docs" / "mutation.md"
SURVIVORS: Final = ROOT / "tests" / "assurance" / "survivors.toml"
Settings = Mapping[str, object]
Codes = dict[str, int | None]  # by mutmut's name of a mutant; None: it was not run
_CODES: Final = "exit_code_by_key"
_LOADED: Final = ("sqlalchemy.orm", "alembic", "psycopg", "hypothesis", "pytest", "click", "flask")
_WORDS: Final = ["-p", "no:xdist", "-p", "no:cacheprovider"]
_FRESH: Final[Settings] = {
    "process_isolation": "forkserver",
    "forkserver_warmup": "import",
    "preload_modules_file": "loaded.txt",
    "pytest_add_cli_args": _WORDS,
}
_WORK: Final = ROOT / "var" / "mutation"
# Times what the tests took: they are timed without what prepares them, so that at six the slow
# ones of the store ended by the clock as if they had no end.
_PATIENCE: Final = 12


@dataclass(frozen=True, slots=True)
class Part:
    """Modules that are changed, and the tests that run against each change."""

    name: str
    mutate: tuple[str, ...]
    but: tuple[str, ...]
    tests: tuple[str, ...]


_FLOORS: Final = ("ledger/checks/*", "ledger/store/*", "ledger/book/*")
PARTS: Final = (
    Part("rules", ("finance/rules/*",), (), ("tests/finance/rules",)),
    Part(
        "pure",
        ("ledger/*",),
        _FLOORS,
        tuple(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("tests/ledger/test_*.py"))),
    ),
    Part("checks", ("ledger/checks/*",), (), ("tests/ledger/checks",)),
    Part("store", ("ledger/store/*",), (), ("tests/ledger/store", "tests/ledger/book")),
    Part("book", ("ledger/book/*",), (), ("tests/ledger/book", "tests/ledger/store")),
)


def mirrored(module: str) -> Part:
    """A module by itself, with the tests of the same name.

    Takes    its name with dots, such as ledger.book.posting.
    """
    room, name = module.rsplit(".", 1)
    source, tests = room.replace(".", "/"), f"tests/{room.replace('.', '/')}/test_{name}.py"
    return Part(name, (f"{source}/{name}.py",), (), (tests,))


def mutable() -> list[str]:
    """The modules of the book and the rules that have a body of a function to change."""
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for folder in ("ledger", "finance/rules")
        for path in (ROOT / folder).rglob("*.py")
        if any(map(_changeable, ast.walk(ast.parse(path.read_text("utf-8")))))
    )


def _changeable(node: ast.AST) -> bool:
    """Whether it is a function that mutmut changes: with a body, and no decorator."""
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        return False
    return any(not isinstance(each, ast.Expr) or _calls(each.value) for each in node.body)


def _calls(value: ast.expr) -> bool:
    """Whether an expression that stands by itself does something; a docstring does not."""
    return not isinstance(value, ast.Constant)


def _settings(part: Part, more: Settings) -> str:
    """What mutmut is told, in the words of TOML, which for texts and lists are those of JSON."""
    settings: Settings = {
        "source_paths": ["ledger", "finance"],
        "only_mutate": part.mutate,
        "do_not_mutate": part.but,
        "also_copy": ["collectors", "reports", "migrations", "docs", "wsgi.py"],
        "pytest_add_cli_args": [*_WORDS, "-m", "not postgresql"],
        "pytest_add_cli_args_test_selection": part.tests,
        "timeout_multiplier": _PATIENCE,
        "timeout_constant": 2,  # seconds
        **more,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    return "\n".join(["", "[tool.mutmut]", *lines, ""])


def _copy(part: Part) -> Path:
    """The files git knows, in a folder of the part's own."""
    folder = _WORK / part.name
    shutil.rmtree(folder, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def _run(part: Part, children: int, wanted: Sequence[str], patience: int = _PATIENCE) -> Path:
    """Run every mutant in a fork that has all tests loaded; then whoever survived once more.

    What a test computes while it is loaded was computed before the fork, by the code as it is.
    The second time each fork loads the tests itself, with the mutant in place, and PostgreSQL is
    asked too, which takes seconds to start. Where every survivor is explained there is no second
    time.
    """
    folder, until = _copy(part), {"timeout_multiplier": patience}
    _mutmut(folder, children, wanted, _settings(part, until))
    left = survivors_in(folder / "mutants")
    first = dict(_records(folder / "mutants"))
    if unexplained(verdicts_in(folder / "mutants", partly=True), known()):
        (folder / "loaded.txt").write_text("\n".join(_LOADED), "utf-8")
        _mutmut(folder, children, left, _settings(part, {**_FRESH, **until}))
        for source, codes in _records(folder / "mutants"):
            _record(source, with_earlier(codes, first[source]))
    return folder / "mutants"


def with_earlier(codes: Codes, earlier: Codes) -> Codes:
    """What came of each mutant: those that were not run again keep what came of them before."""
    return {name: earlier[name] if code is None else code for name, code in codes.items()}


def _again(children: int, patience: int) -> list[Verdict]:
    """Run the functions with unexplained survivors again, against the tests as they are now."""
    made = []
    for before in told()[0]:
        left = unexplained([before], known())
        if left:
            records = _run(mirrored(before.module), children, names_of(left), patience)
            source = (records / before.module.replace(".", "/")).with_suffix(".py")
            (codes,) = (codes for path, codes in _records(records) if path == source)
            made.append(renewed(before, source.read_text("utf-8"), codes))
    return made


def _mutmut(folder: Path, children: int, wanted: Sequence[str], settings: str) -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(project + settings, "utf-8")
    words = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children), *wanted]
    subprocess.run(words, cwd=folder, check=True)


def _records(folder: Path) -> Iterator[tuple[Path, Codes]]:
    for record in sorted(folder.rglob("*.py.meta")):
        yield record.with_suffix(""), json.loads(record.read_text("utf-8"))[_CODES]


def _record(source: Path, codes: Codes) -> None:
    """Keep what came of the mutants of a module where mutmut keeps it."""
    path = source.with_suffix(".py.meta")
    held = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**held, _CODES: codes}), "utf-8")


def survivors_in(folder: Path) -> list[str]:
    """Mutmut's names of the mutants that were run below a folder and not killed."""
    return [name for _, codes in _records(folder) for name, code in codes.items() if code in LEFT]


def verdicts_in(folder: Path, *, partly: bool = False) -> list[Verdict]:
    """What stands in mutmut's records below a folder; modules that were not run are left out.

    Takes    `partly`, which takes in modules of which some mutants were not run, by the others.
    """
    made = []
    for source, every in _records(folder):
        run = {name: code for name, code in every.items() if code is not None}
        codes = run if partly else every
        module = ".".join(source.relative_to(folder).with_suffix("").parts)
        if codes and None not in codes.values():
            made.append(verdict(module, source.read_text("utf-8"), codes))
    return made


def known() -> list[Explained]:
    """The survivors that are explained."""
    return explanations(tomllib.loads(SURVIVORS.read_text("utf-8")))


def told() -> tuple[list[Verdict], dict[str, str]]:
    """What docs/mutation.json keeps of the runs so far, and where they were made."""
    if not FIGURES.exists():
        return [], {}
    held = json.loads(FIGURES.read_text("utf-8"))
    verdicts = [
        Verdict(**{**each, "survived": tuple(Mutant(*one) for one in each["survived"])})
        for each in held["modules"]
    ]
    return verdicts, held["run"]


def written() -> str:
    """The page as docs/mutation.json and survivors.toml make it."""
    verdicts, run = told()
    run_so_far = {each.module for each in verdicts}
    return page(verdicts, known(), run, [name for name in mutable() if name not in run_so_far])


def _keep(new: Sequence[Verdict]) -> list[Verdict]:
    """Put new verdicts in the place of older ones of the same modules; write figures and page."""
    before, _ = told()
    standing = {each.module: each for each in (*before, *new)}
    verdicts = [
        each
        for name, each in sorted(standing.items())
        if (ROOT / name.replace(".", "/")).with_suffix(".py").exists()
    ]
    run = {
        "Command": "`make mutation`",
        "Tool": f"mutmut {version('mutmut')}, Python {sys.version.split()[0]}",
        "Commit": commit(),
    }
    held = {"run": run, "modules": [asdict(each) for each in verdicts]}
    FIGURES.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")
    PAGE.write_text(written(), "utf-8")
    return verdicts


def main(words: Sequence[str]) -> int:
    """Run the parts asked for; 1 when a survivor is new, or an explanation has outlived its own."""
    asked = argparse.ArgumentParser(prog="mutation")
    asked.add_argument("--part", action="append", choices=[part.name for part in PARTS])
    asked.add_argument("--module", action="append", default=[], choices=mutable())
    asked.add_argument("--children", type=int, default=2)
    asked.add_argument("--patience", type=int, default=_PATIENCE, help="times what tests take")
    asked.add_argument("--again", action="store_true", help="functions with new survivors only")
    asked.add_argument("--keep", type=Path, help="take the records below a folder; run nothing")
    asked.add_argument("mutants", nargs="*", help="names or patterns, as mutmut takes them")
    given = asked.parse_args(words)
    made: list[Verdict] = []
    if given.keep:
        made = verdicts_in(given.keep)
    elif given.again:
        made = _again(given.children, given.patience)
    else:
        by_name = [mirrored(module) for module in given.module]
        of_part = [part for part in PARTS if part.name in (given.part or [part.name])]
        for part in by_name or of_part:
            made += verdicts_in(_run(part, given.children, given.mutants, given.patience))
    verdicts = _keep(made)
    new, gone = unexplained(verdicts, known()), obsolete(verdicts, known())
    for title, mutants in (("not explained", new), ("explained, and killed by now", gone)):
        for each in mutants:
            print(f"{title}: {each.module}.{each.function}\n  - {each.was}\n  + {each.becomes}")  # noqa: T201 - this is what was asked for
    print(f"{sum(each.made for each in verdicts)} mutants, {len(new)} survivors not explained")  # noqa: T201 - as above
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
