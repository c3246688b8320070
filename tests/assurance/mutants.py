"""Mutants: each a small change of our code; what the tests said of it, and what that means.

Pure. A mutant is named by its module, its function, and the text of the line before and after:
numbers of lines and of mutants move with every edit, and an explanation must not.
"""

import ast
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

_KILLED: Final = frozenset({1, 3})  # a test failed, or the run broke off
LEFT: Final = frozenset({0, 5, 33})  # all tests passed, or none looked there
_NAME: Final = re.compile(r"x(?:ǁ(?P<kind>\w+)ǁ|_)(?P<function>\w+)__mutmut_\d+$")
_GENERATED: Final = re.compile(r"  ?# type: ignore # mutmut generated$")


class Mutant(NamedTuple):
    """One change: where, what stood there, what was put in its place."""

    module: str
    function: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Changes of one line that no test can or need tell from the line itself, and why."""

    module: str
    function: str
    was: str
    becomes: tuple[str, ...]
    why: str

    def mutants(self) -> list[Mutant]:
        """Each change it explains."""
        return [Mutant(self.module, self.function, self.was, each) for each in self.becomes]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the mutants of one module."""

    module: str
    made: int
    killed: int
    endless: int  # a test did not come to an end in many times its time: it would be noticed
    survived: tuple[Mutant, ...]


def verdict(module: str, source: str, codes: Mapping[str, int | None]) -> Verdict:
    """What mutmut's own record of a module says.

    Takes    the module as mutmut wrote it, every mutant a function of its own; how the tests of
             each ended.
    Raises   AssertionError when a mutant was not run.
    """
    assert None not in codes.values(), f"{module}: not every mutant was run"
    ended = Counter(
        "killed" if code in _KILLED else "left" if code in LEFT else "endless"
        for code in codes.values()
    )
    left = [key for key, code in codes.items() if code in LEFT]
    texts = _functions(source) if left else {}
    return Verdict(
        module,
        len(codes),
        ended["killed"],
        ended["endless"],
        tuple(sorted(_mutant(module, key.removeprefix(f"{module}."), texts) for key in left)),
    )


def renewed(before: Verdict, source: str, codes: Mapping[str, int | None]) -> Verdict:
    """A verdict after some functions of its module were run again, against newer tests.

    Takes    the verdict so far; the module and its record as for `verdict`, where what was not run
             again has no end. What was killed in the other functions stays so.
    Raises   AssertionError when the module has changed: then it is to be run as a whole.
    """
    assert len(codes) == before.made, f"{before.module} has changed since"
    run = {key: code for key, code in codes.items() if code is not None}
    names = {_function(key.removeprefix(f"{before.module}.")) for key in run}
    now = verdict(before.module, source, run).survived
    others = tuple(each for each in before.survived if each.function not in names)
    survived = tuple(sorted(others + now))
    killed = before.made - before.endless - len(survived)
    return replace(before, killed=killed, survived=survived)


def names_of(mutants: Iterable[Mutant]) -> list[str]:
    """Patterns for all mutants of the functions of these, in mutmut's names."""
    return sorted(
        {
            f"{each.module}.x{'ǁ' if '.' in each.function else '_'}"
            f"{each.function.replace('.', 'ǁ')}__mutmut_*"
            for each in mutants
        }
    )


def _function(name: str) -> str:
    found = _NAME.match(name)
    assert found, name
    kind = found["kind"]
    return f"{kind}.{found['function']}" if kind else found["function"]


def _functions(source: str) -> dict[str, list[str]]:
    """The lines of every function below its name, by name."""
    lines = source.splitlines()
    return {
        node.name: [_GENERATED.sub("", line) for line in lines[node.lineno : node.end_lineno]]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }


def _mutant(module: str, name: str, texts: Mapping[str, Sequence[str]]) -> Mutant:
    original = texts[re.sub(r"\d+$", "orig", name)]
    changed = [line for line in difflib.ndiff(original, texts[name]) if line[0] in "+-"]
    was, becomes = (
        " ".join(line[1:].strip() for line in changed if line[0] == sign) for sign in "-+"
    )
    return Mutant(module, _function(name), was, becomes)


def explanations(held: Mapping[str, Any]) -> list[Explained]:
    """What survivors.toml says, in its order."""
    return [
        Explained(
            each["module"], each["function"], each["was"], tuple(each["becomes"]), each["why"]
        )
        for each in held["survivor"]
    ]


def unexplained(verdicts: Iterable[Verdict], known: Iterable[Explained]) -> list[Mutant]:
    """Survivors nobody has explained, each once, in order."""
    told = {mutant for each in known for mutant in each.mutants()}
    return sorted({mutant for each in verdicts for mutant in each.survived} - told)


def obsolete(verdicts: Iterable[Verdict], known: Iterable[Explained]) -> list[Mutant]:
    """What is explained and does not survive any more, in modules that were run."""
    run = {each.module for each in verdicts}
    alive = {mutant for each in verdicts for mutant in each.survived}
    told = {mutant for each in known for mutant in each.mutants() if mutant.module in run}
    return sorted(told - alive)


def page(
    verdicts: Sequence[Verdict],
    known: Sequence[Explained],
    told: Mapping[str, str],
    not_run: Sequence[str],
) -> str:
    """docs/mutation.md: the counts of each module, and why each survivor is left alive.

    Takes    with what, when and on which commit it was run, in the order of the page; the modules
             of which the record says nothing.
    """
    total = Verdict(
        "**all**",
        sum(each.made for each in verdicts),
        sum(each.killed for each in verdicts),
        sum(each.endless for each in verdicts),
        tuple(mutant for each in verdicts for mutant in each.survived),
    )
    new = set(unexplained(verdicts, known))
    rows = [
        f"| {name} | {each.made} | {each.killed} | {each.endless} | {len(each.survived)} "
        f"| {sum(mutant not in new for mutant in each.survived)} |"
        for each in (*verdicts, total)
        for name in [each.module if each is total else f"`{each.module}`"]
    ]
    rows += [f"| `{name}` | not run | | | | |" for name in not_run]
    facts = [f"| {name} | {value} |" for name, value in told.items()]
    return "\n".join(
        [_HEAD, "| | |", "|---|---|", *facts, "", _COUNTS, *rows, "", *_reasons(known), ""]
    )


def _reasons(known: Sequence[Explained]) -> list[str]:
    lines = ["## Survivors, and why each is left alive"]
    module = ""
    for each in sorted(known, key=lambda one: (one.module, one.function, one.was)):
        if each.module != module:
            module = each.module
            lines += ["", f"### `{module}`", ""]
        lines.append(
            f"- `{each.function}`: {_code(each.was)} → " + ", ".join(map(_code, each.becomes))
        )
        lines.append(f"  {each.why}")
    return lines


def _code(text: str) -> str:
    return f"`` {text} ``" if text else "nothing"


_HEAD: Final = """# Each line of the book and the rules, changed in turn

Made by `make mutation` from `docs/mutation.json` and `tests/assurance/survivors.toml`; a test holds
this page to them. A mutant is one small change of our code: another sign, another bound, a value
left out. The tests of that code run against it. One that fails has killed it; where all pass, the
mutant survived, and either a test was missing or the change means nothing. Every survivor below
says which; a run that meets one without a reason fails.

What is changed is the body of every function of `ledger/` and `finance/rules/`. Against a mutant
run the tests that stand for its part of the house (`tests/ledger`, `tests/finance/rules`), or with
`--module` those of the same name only, on SQLite; who survives meets them once more on SQLite and
PostgreSQL. The guards of both databases are taken away one by one in a proof of their own. Of a
module that was not run nothing is claimed.
"""
_COUNTS: Final = (
    "| Module | Mutants | Killed | Endless | Survived | Explained |\n|---|--:|--:|--:|--:|--:|"
)
