"""The import contracts hold, and each of them bites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.house import ROOMS, ROOT, settings

# Contract, the module that sins, and what it must not import.
SINS = [
    ("house", "ledger/money.py", "finance.rules"),
    ("house", "finance/rules/__init__.py", "collectors.evidence"),
    ("house", "collectors/evidence.py", "reports.figures"),
    ("ledger-floors", "ledger/money.py", "ledger.entries"),
    ("ledger-floors", "ledger/unplaced.py", "ledger.money"),
    ("finance-floors", "finance/rules/__init__.py", "finance.records"),
    ("collectors-floors", "collectors/evidence.py", "collectors.intake"),
    ("reports-floors", "reports/figures.py", "reports.library"),
    ("pure", "finance/rules/__init__.py", "sqlalchemy"),
    ("pure", "collectors/evidence.py", "pathlib"),
    ("pure", "ledger/money.py", "time"),
    ("read-only", "reports/library.py", "finance.actions"),
    ("read-only-doors", "reports/web/__init__.py", "ledger.book"),
    ("one-writer", "ledger/store/reads.py", "ledger.store.writes"),
    ("book-door", "collectors/intake.py", "ledger.book"),
    ("pandas-at-the-door", "collectors/intake.py", "pandas"),
    ("print-at-the-door", "reports/library.py", "reportlab"),
    ("schemas-at-the-door", "finance/actions/__init__.py", "marshmallow"),
    ("acyclic", "ledger/store/base.py", "ledger.book"),
]


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms' Python files and the contracts, apart from the real ones."""
    house = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            copy = house / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    shutil.copyfile(ROOT / "pyproject.toml", house / "pyproject.toml")
    return house


def _lint(house: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
    ]
    return subprocess.run(
        [*command, "--no-logo", "--no-cache", "--contract", contract],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms and floors import as docs/architecture.md says."""
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_every_contract_is_tried() -> None:
    """A contract that nothing has ever broken may be asleep."""
    contracts = {each["id"] for each in settings()["importlinter"]["contracts"]}
    assert contracts == {contract for contract, _, _ in SINS}


@pytest.mark.parametrize(("contract", "sinner", "imported"), SINS)
def test_a_sin_is_seen(copied_house: Path, contract: str, sinner: str, imported: str) -> None:
    """One forbidden import, and the contract breaks, naming who did it."""
    path = copied_house / sinner
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{before}\nimport {imported}\n", encoding="utf-8")
    try:
        run = _lint(copied_house, contract)
    finally:
        if before:
            path.write_text(before, encoding="utf-8")
        else:
            path.unlink()
    module = sinner.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert run.returncode == 1, run.stdout
    assert "BROKEN" in run.stdout, run.stdout
    assert module.split(".")[1] in run.stdout
