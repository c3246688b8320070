"""What the units spend."""

import json
from collections import defaultdict
from typing import Any

from collectors.cli.demo.mess import Mess
from collectors.cli.demo.registers import bank_in_hand
from finance.rules.entry_lines import entry_of
from ledger.entries import Side
from ledger.periods import period_of
from tests.collectors.cli.demo.conftest import Small
from tests.collectors.cli.demo.reading import planted


def _entries(small: Small) -> list[tuple[str, int, dict[str, Any]]]:
    return [
        (path.name, number, json.loads(line))
        for path in small.feeds.spending.values()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    ]


def test_every_line_is_an_entry_of_its_month(small: Small) -> None:
    """The book's own reader takes each; each has a key of its own."""
    keys: set[str] = set()
    for month, path in small.feeds.spending.items():
        for line in path.read_text(encoding="utf-8").splitlines():
            draft = entry_of(json.loads(line), "demo")
            assert period_of(draft.accounting_on) == month
            assert draft.key not in keys
            keys.add(draft.key)


def test_every_unit_spends_in_every_month(small: Small) -> None:
    """All that stand, and none that has gone."""
    standing = {unit.code for unit in small.federation.units() if unit.valid_to is None}
    for path in small.feeds.spending.values():
        lines = path.read_text(encoding="utf-8").splitlines()
        assert {json.loads(line)["unit"] for line in lines} == standing


def test_one_entry_must_be_refused(small: Small) -> None:
    """It posts by hand what only the intake of statements may."""
    wrong = [each for each in planted(small.folder) if each.kind == Mess.CONTROL_ACCOUNT]
    by_hand = [
        (file, number)
        for file, number, entry in _entries(small)
        if any(line["account"] == "33881" for line in entry["lines"])
    ]
    assert [(each.file, each.row) for each in wrong] == by_hand
    assert len(by_hand) == 1


def test_nobody_spends_what_the_levy_could_not_bring(small: Small) -> None:
    """What a union spends beyond its first means is less than its employers' levy."""
    spent: dict[str, int] = defaultdict(int)
    for _, _, entry in _entries(small):
        draft = entry_of(entry, "demo")
        spent[draft.book] += sum(
            line.amount_vnd for line in draft.lines if line.side is Side.CREDIT
        )
    for unit in small.federation.units():
        if unit.level in ("national", "province", "upper") and unit.valid_to is None:
            assert 0 < spent[unit.code] < bank_in_hand(small.federation, unit)
