"""The agencies' files, as the house screens them."""

from collections import Counter

import pytest

from collectors.cli.demo.habits import Habit
from collectors.cli.demo.mess import Mess
from collectors.evidence import RawRow
from collectors.screening.declarations import screen_si, screen_tax
from tests.collectors.cli.demo.conftest import Small
from tests.collectors.cli.demo.reading import planted, rows_of

SPOILT = {
    Mess.AMOUNT_WITH_FRACTION: "money.form",
    Mess.BAD_MONTH: "period.form",
    Mess.NIL_WITH_WAGES: "status.nil_with_wages",
    Mess.NUMBER_FOR_CODE: "cell.not_text",
}


def _si(small: Small) -> dict[str, dict[int, RawRow]]:
    return {path.name: rows_of(path) for path in small.feeds.si.values()}


def test_every_month_has_its_file(small: Small) -> None:
    """Nine of them, some as workbooks, each with most of the employers."""
    files = _si(small)
    assert len(files) == 9
    assert {name.rsplit(".", 1)[1] for name in files} == {"csv", "xlsx"}
    assert all(len(rows) > 390 for rows in files.values())


def test_only_what_was_spoilt_is_refused(small: Small) -> None:
    """Each bad row has the one fault that was planted in it."""
    kinds = {
        (each.file, each.row): Mess(each.kind)
        for each in planted(small.folder)
        if each.kind in SPOILT and each.file.startswith("si-")
    }
    found: Counter[Mess] = Counter()
    for file, rows in _si(small).items():
        for number, raw in rows.items():
            screened = screen_si(raw)
            kind = kinds.get((file, number))
            assert (screened.record is None) is (kind is not None), (file, number, screened)
            if kind is not None:
                found[kind] += 1
                codes = {problem.code for problem in screened.problems}
                assert any(code.startswith(SPOILT[kind].split(".")[0]) for code in codes)
    assert set(found) == set(SPOILT)


def test_a_correction_stands_in_the_file_of_the_next_month(small: Small) -> None:
    """Same employer, SI unit and month, another wage fund."""
    files = _si(small)
    months = list(files)
    corrected = [each for each in planted(small.folder) if each.kind == Mess.CORRECTED]
    assert corrected
    for each in corrected:
        assert each.row is not None
        now = screen_si(files[each.file][each.row]).record
        earlier = files[months[months.index(each.file) - 1]].values()
        before = [screen_si(raw).record for raw in earlier]
        (first,) = [one for one in before if one and now and one.si_unit_code == now.si_unit_code]
        assert now is not None
        assert (first.tax_code, first.period) == (now.tax_code, now.period)
        assert first.wage_fund_vnd != now.wage_fund_vnd


def test_months_before_the_story_come_by_themselves(small: Small) -> None:
    """May and June 2025, of those who still pay for them."""
    records = [screen_si(raw).record for raw in rows_of(small.feeds.arrears).values()]
    assert {record.period for record in records if record} == {"2025-05", "2025-06"}
    assert all(records)


def test_the_tax_authority_knows_the_silent_ones(small: Small) -> None:
    """Every employer is in its file, whoever declares nothing to social insurance."""
    records = [screen_tax(raw).record for raw in rows_of(small.feeds.tax).values()]
    codes = {record.tax_code for record in records if record}
    assert codes == {employer.tax_code for employer in small.federation.employers()}
    assert {record.status.value for record in records if record} == {"active", "ceased"}


@pytest.mark.parametrize("habit", [Habit.SILENT, Habit.SILENT_PAYER])
def test_a_silent_employer_is_in_no_file(small: Small, habit: Habit) -> None:
    """Silence is a missing row, not an empty one."""
    silent = next(each for each in small.federation.employers() if each.case.habit is habit)
    for rows in _si(small).values():
        assert all(raw.cells["si_unit_code"] != silent.si_unit for raw in rows.values())
