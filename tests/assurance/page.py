"""Writes docs/assurance.md from docs/assurance.json; `make assurance` and `make docs` run it."""

import json
from typing import Any, Final

from tests.architecture.house import ROOT
from tests.assurance.proofs import PROOFS, Proof

FIGURES: Final = ROOT / "docs/assurance.json"
PAGE: Final = ROOT / "docs/assurance.md"
ENGINES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

_HEAD: Final = """# What was proved, and how

Made from `docs/assurance.json`, which `make assurance` writes at the end of its run; a test holds
this page to it, so no figure here was typed by hand. Each proof also runs in `make test`, on the
same code and smaller.

What a proof demands stands in *demanded*; a figure without one is only told. Times depend on the
machine, so no test asserts them: a full run fails when one of them is over what is demanded.
"""
_NOT_RUN: Final = "This proof has not been run in full yet.\n"


def page() -> str:
    """The page, in Markdown."""
    rows: list[dict[str, Any]] = json.loads(FIGURES.read_text("utf-8"))
    return "\n".join([_HEAD, *(_section(proof, rows) for proof in PROOFS)])


def write(rows: list[dict[str, Any]]) -> None:
    """Keep the figures and write the page from them."""
    text = json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True)
    FIGURES.write_text(text + "\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


def _section(proof: Proof, rows: list[dict[str, Any]]) -> str:
    own = [row for row in rows if row["proof"] == proof.name]
    head = f"## {proof.title}\n\n{proof.text}\n"
    if not own:
        return f"{head}\n{_NOT_RUN}"
    return f"{head}\n{_table(own)}\n{_circumstances(proof, own)}"


def _table(rows: list[dict[str, Any]]) -> str:
    engines = [name for name in ENGINES if any(row["engine"] == name for row in rows)]
    columns = engines or [""]
    shown = [ENGINES.get(name, "Reached") for name in columns]
    head = f"| | Demanded | {' | '.join(shown)} |\n|---|---|{'---|' * len(shown)}\n"
    told: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        told.setdefault((row["what"], row["demanded"]), {})[row["engine"]] = _reached(row)
    lines = [
        f"| {what} | {demanded or '–'} | {' | '.join(_cell(by, columns))} |"
        for (what, demanded), by in told.items()
    ]
    return head + "\n".join(lines) + "\n"


def _cell(by_engine: dict[str, str], columns: list[str]) -> list[str]:
    either = by_engine.get("", "–")
    return [by_engine.get(name, either) for name in columns]


def _reached(row: dict[str, Any]) -> str:
    mark = "" if not row["demanded"] else " ✓" if row["passed"] else " ✗"
    return f"{row['reached']}{mark}"


def _circumstances(proof: Proof, rows: list[dict[str, Any]]) -> str:
    sizes = sorted({row["size"] for row in rows if row["size"]})
    places = sorted({row["place"] for row in rows})
    seeds = sorted({str(row["seed"]) for row in rows})
    said = [
        f"- `make assurance ONLY=tests/assurance/test_{proof.name}.py`, seed {', '.join(seeds)}",
        *(f"- size: {size}" for size in sizes),
        *(f"- {place}" for place in places),
    ]
    return "\n".join(said) + "\n"
