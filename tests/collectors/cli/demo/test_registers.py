"""The registers, as the house screens them."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from collectors.cli.demo.federation import Federation
from collectors.cli.demo.mess import Mess, MessLog
from collectors.cli.demo.registers import (
    ILLUSTRATION,
    bank_in_hand,
    write_accounts,
    write_employers,
    write_openings,
    write_split_rules,
    write_units,
)
from collectors.cli.demo.scales import SCALES, Scale
from collectors.screening.registers import (
    screen_account,
    screen_employer,
    screen_opening,
    screen_split_rule,
    screen_unit,
)
from finance.rules.facts import SplitRuleFacts
from finance.rules.sharing import MoneySource, SplitRule, check_rule
from finance.runtime.parameters import law
from ledger.periods import Period
from tests.collectors.cli.demo.conftest import Small
from tests.collectors.cli.demo.reading import planted, rows_of


def test_units_are_taken_as_they_stand(small: Small) -> None:
    """Every row is good; the merged ones name their successors."""
    records = [screen_unit(raw) for raw in rows_of(small.folder / "units.csv").values()]
    assert all(screened.record for screened in records)
    gone = [each.record for each in records if each.record and each.record.successor_code]
    assert len(gone) == 2
    assert {str(unit.valid_to) for unit in gone} == {"2025-06-30"}


def test_one_employer_waits_in_quarantine(small: Small) -> None:
    """Its code was typed as a number; all the others are good."""
    screened = [screen_employer(raw) for raw in rows_of(small.folder / "employers.xlsx").values()]
    bad = [each for each in screened if each.record is None]
    assert [problem.code for each in bad for problem in each.problems] == ["cell.not_text"]
    assert len({each.record.tax_code for each in screened if each.record}) == 400


def test_who_followed_the_merger_has_two_rows(small: Small) -> None:
    """One until June 2025 with the district, one from July with its successor."""
    rows = [
        screen_employer(raw).record for raw in rows_of(small.folder / "employers.xlsx").values()
    ]
    by_code = defaultdict(list)
    for row in rows:
        if row is not None:
            by_code[row.tax_code].append(row)
    moved = [pair for pair in by_code.values() if len(pair) == 2]
    assert moved
    for before, after in moved:
        assert (str(before.valid_to), str(after.valid_from)) == ("2025-06-30", "2025-07-01")
        assert before.upper_unit == "T01H01"
        assert after.upper_unit == "T01C01"
    assert any(before.grassroots_unit != after.grassroots_unit for before, after in moved)


def test_some_unions_have_no_account(small: Small) -> None:
    """All the others have one, and every number is good."""
    rows = rows_of(small.folder / "accounts.csv")
    assert all(screen_account(raw).record for raw in rows.values())
    without = [each.note for each in planted(small.folder) if each.kind == Mess.NO_ACCOUNT]
    assert without
    assert not {raw.cells["unit_code"] for raw in rows.values()} & set(without)


def test_the_shares_are_placeholders_and_say_so(small: Small) -> None:
    """Each rule keeps to what the law fixes, and is labelled an illustration."""
    rules: dict[tuple[MoneySource, str, Period], list[SplitRuleFacts]] = defaultdict(list)
    for raw in rows_of(small.folder / "split-rules.csv").values():
        record = screen_split_rule(raw).record
        assert record is not None
        assert record.decision == ILLUSTRATION
        rules[(record.source, record.scope, record.valid_from)].append(record)
    assert len(rules) == 3
    for (source, scope, first), rows in rules.items():
        shares = tuple((row.role, row.share) for row in rows)
        check_rule(SplitRule(source, scope, first, None, shares, ILLUSTRATION), law())


def test_each_book_opens_in_balance(small: Small) -> None:
    """What is in hand is what was put by, dues among it."""
    sums: dict[str, int] = defaultdict(int)
    for raw in rows_of(small.folder / "openings.csv").values():
        record = screen_opening(raw).record
        assert record is not None
        sums[record.unit_code] += record.debit_vnd - record.credit_vnd
    standing = {unit.code for unit in small.federation.units() if unit.valid_to is None}
    assert dict(sums) == dict.fromkeys(standing, 0)
    assert "dues" in (small.folder / "openings.csv").read_text(encoding="utf-8")


def test_a_nations_employers_come_as_text(tmp_path: Path) -> None:
    """A workbook has no room for them; CSV streams."""
    many = Scale("many", 2, 2, 4, 9, Period("2026-01"), 1, workbooks=False)
    with MessLog(tmp_path / "mess.csv") as log:
        path = write_employers(tmp_path, Federation(many, 1), log)
    assert path.name == "employers.csv"
    assert all(screen_employer(raw).record for raw in rows_of(path).values())


def test_every_level_has_money_in_hand(small: Small) -> None:
    """More of it the higher it stands."""
    units = {unit.level: bank_in_hand(small.federation, unit) for unit in small.federation.units()}
    assert list(units.values()) == sorted(units.values(), reverse=True)


@pytest.mark.parametrize("write", [write_units, write_accounts])
def test_registers_are_the_same_bytes_for_the_same_seed(
    write: object, tmp_path: Path, small: Small
) -> None:
    """Who makes them again makes the same."""
    assert callable(write)
    with MessLog(tmp_path / "mess.csv") as log:
        path = write(tmp_path, Federation(SCALES["small"], small.federation.seed), log)
    assert path.read_bytes() == (small.folder / path.name).read_bytes()


def test_rules_and_openings_are_made_the_same_again(tmp_path: Path, small: Small) -> None:
    """They depend on nothing but scale and seed."""
    federation = Federation(SCALES["small"], small.federation.seed)
    for path in (write_split_rules(tmp_path, federation), write_openings(tmp_path, federation)):
        assert path.read_bytes() == (small.folder / path.name).read_bytes()
    with (tmp_path / "split-rules.csv").open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == 12
