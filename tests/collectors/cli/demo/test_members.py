"""The members of the union that is shown: files that are taken in whole, and dues that add up."""

import csv
from pathlib import Path

from collectors.cli.demo.federation import Federation
from collectors.cli.demo.members import write_members
from tests.collectors.cli.demo.conftest import Played


def test_the_same_files_every_time(tmp_path: Path, tiny: Federation) -> None:
    """24 members of one union; each has one row in the payroll."""
    month = tiny.scale.calendar_months[-1]
    first = write_members(tmp_path, tiny, month)
    told = first.payroll.read_bytes()
    assert write_members(tmp_path, tiny, month).payroll.read_bytes() == told
    members = list(csv.DictReader(first.register.read_text("utf-8-sig").splitlines()))
    wages = list(csv.DictReader(told.decode().splitlines()))
    assert len(members) == 24
    assert [row["member_no"] for row in wages] == [row["member_no"] for row in members]
    assert {row["unit_code"] for row in (*members, *wages)} == {tiny.shown_union().code}
    assert {row["period"] for row in wages} == {month}


def test_what_was_withheld_is_paid_and_the_rest_is_open(played: Played, tiny: Federation) -> None:
    """Nobody on leave owes; whom nothing was withheld from still does."""
    unit, month = tiny.shown_union().code, tiny.scale.calendar_months[-1]
    rows = played.terminal.ask("dues", "list", "--unit", unit, "--period", month)["rows"]
    owed = {row["member_no"]: (row["amount_vnd"], row["paid_vnd"]) for row in rows}
    open_ones = [no for no, (amount, paid) in owed.items() if paid < amount]
    assert open_ones == ["DV0007", "DV0014", "DV0021"]
    assert [no for no, (amount, _) in owed.items() if amount == 0] == ["DV0009", "DV0018"]
    assert sum(paid for _, paid in owed.values()) > 0
