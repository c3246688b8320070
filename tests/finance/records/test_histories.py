"""Each row of a sub-ledger is the sum of its history, also where the whole still adds up."""

import datetime as dt

import pytest
from sqlalchemy import Delete, Update, delete, update

from finance.records.dues import DuesEventRow, DuesRow, Way
from finance.records.histories import check_histories
from finance.records.obligations import ObligationRow
from finance.records.subledgers import compare
from finance.runtime.database import Database
from tests.builders import E1, E3
from tests.federation import Federation, federation

DAY = dt.date(2026, 7, 10)
OWES, DUES = "verify.obligation_history", "verify.dues_history"
JUNE, MAY = "2026-06", "2026-05"
Told = tuple[str, str, str, str, int]


@pytest.fixture
def fed(database: Database) -> Federation:
    """E3 paid June, E1 owes it; member M1 of G1 paid May and June, of June a part."""
    made = federation(database)
    made.pay(E3, JUNE, 1_000, DAY)
    made.owe(E1, JUNE, 1_000)
    made.add(_dues(MAY, 500, 0), _dues(JUNE, 700, 200))
    made.add(_event(1, MAY, 500, 0), _event(2, JUNE, 800, 300), _event(3, JUNE, -100, -100))
    return made


def _dues(period: str, paid: int, extra: int) -> DuesRow:
    return DuesRow(
        unit_code="G1",
        member_no="M1",
        period=period,
        dues_group="non_state",
        wage_base_vnd=0,
        amount_vnd=1_000,
        extra_vnd=extra,
        paid_vnd=paid,
        paid_extra_vnd=extra,
    )


def _event(seq: int, period: str, delta: int, extra: int) -> DuesEventRow:
    return DuesEventRow(
        unit_code="G1",
        seq=seq,
        member_no="M1",
        period=period,
        delta_vnd=delta,
        extra_delta_vnd=extra,
        way=Way.CASH.value,
        accounting_on=DAY,
        ref=f"R{seq}",
        decided_by="kế toán",
    )


def _bend(database: Database, *statements: Update | Delete) -> None:
    with database.writing() as session:
        for statement in statements:
            session.execute(statement)
        session.commit()


def _says(tax_code: str, **figures: int) -> Update:
    return update(ObligationRow).where(ObligationRow.tax_code == tax_code).values(**figures)


def _month_says(period: str, **figures: int) -> Update:
    return update(DuesRow).where(DuesRow.period == period).values(**figures)


def _told(database: Database, unit: str = "") -> list[Told]:
    with database.reading() as session:
        return [
            (
                each.code,
                each.where,
                str(each.facts["period"]),
                str(each.facts["column"]),
                int(str(each.facts["difference"])),
            )
            for each in check_histories(session, unit)
        ]


def test_what_happened_adds_up(fed: Federation) -> None:
    """Assessed, paid, collected and taken back in part."""
    assert _told(fed.database) == []


def test_money_moved_from_one_payer_to_another_is_seen(fed: Federation) -> None:
    """No account and no sum tells it: what E3 paid is put to E1."""
    _bend(fed.database, _says(E3, paid_vnd=600), _says(E1, paid_vnd=400))
    with fed.database.reading() as session:
        assert all(each.difference_vnd == 0 for each in compare(session, "LDA"))
    assert _told(fed.database) == [
        (OWES, f"LDA/{E1}", JUNE, "paid_vnd", 400),
        (OWES, f"LDA/{E3}", JUNE, "paid_vnd", -400),
    ]


def test_money_moved_between_a_members_months_is_seen(fed: Federation) -> None:
    """Each month, and of it the extra dues."""
    _bend(
        fed.database,
        _month_says(MAY, paid_vnd=400),
        _month_says(JUNE, paid_vnd=800, paid_extra_vnd=300),
    )
    assert _told(fed.database) == [
        (DUES, "G1/M1", MAY, "paid_vnd", -100),
        (DUES, "G1/M1", JUNE, "paid_vnd", 100),
        (DUES, "G1/M1", JUNE, "paid_extra_vnd", 100),
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"gross_vnd": 1_003}, [("gross_vnd", 3), ("relief_vnd", -3)]),
        ({"amount_vnd": 1_003}, [("relief_vnd", 3)]),
        ({"waived_vnd": 5}, [("waived_vnd", -5)]),
        ({"moved_vnd": 7, "amount_vnd": 1_007}, [("moved_vnd", 7)]),
    ],
)
def test_what_is_owed_is_what_was_assessed_relieved_and_moved(
    fed: Federation, change: dict[str, int], told: list[tuple[str, int]]
) -> None:
    """Each reason by itself."""
    _bend(fed.database, _says(E1, **change))
    assert [each[3:] for each in _told(fed.database)] == told


def test_a_history_without_a_row_is_told(fed: Federation) -> None:
    """What was assessed and paid is missing; another unit's rows are not asked."""
    _bend(fed.database, delete(ObligationRow).where(ObligationRow.tax_code == E3))
    assert _told(fed.database, "LDA") == [
        (OWES, f"LDA/{E3}", JUNE, "gross_vnd", -1_000),
        (OWES, f"LDA/{E3}", JUNE, "paid_vnd", -1_000),
    ]
    assert _told(fed.database, "G1") == []
