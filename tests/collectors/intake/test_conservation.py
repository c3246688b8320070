"""What the statements say is what the receipts say; a đồng off is found."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import update

from collectors.intake.conservation import Conserved, conservation
from finance.records.receipts import BankDebitRow, ReceiptRow
from finance.runtime.database import Database
from tests.collectors.federation import E1, E4, LDA, OPENING, TLD, Federation, credit, debit

DAY = dt.date(2026, 7, 15)


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """Money in every state on LDA's account, and one receipt on TLD's."""
    made = Federation(database, tmp_path).register()
    made.declare(OPENING, ("SE4", E4, "2026-06", 50_000_000))
    made.assess(OPENING, "2026-06")
    made.bank(
        DAY,
        LDA,
        credit("M", "2026-07-10", 1_000_100, f"MST {E4} T6/2026"),
        credit("S", "2026-07-10", 20_000, "AN PHAT NOP"),
        credit("U", "2026-07-10", 3_000, "CHUYEN TIEN"),
        credit("R", "2026-07-10", 400, "CHUYEN TIEN"),
        credit("Q", "2026-07-10", "5,5", "CHUYEN TIEN"),
        debit("R", "2026-07-11", 400, "HOAN TRA"),
        debit("P", "2026-07-11", 70, "PHI"),
    )
    made.bank(DAY, TLD, credit("T", "2026-07-10", 9, f"MST {E1}"))
    made.match(DAY)
    return made


def _of(federation: Federation) -> dict[str, Conserved]:
    with federation.database.reading() as session:
        return {each.account_no: each for each in conservation(session)}


def test_every_dong_has_its_place(federation: Federation) -> None:
    """Account by account; a quarantined row has not come in yet."""
    found = _of(federation)
    assert found[LDA] == Conserved(
        account_no=LDA,
        came_in_vnd=1_023_500,
        matched_vnd=1_000_000,
        credit_vnd=100,
        returned_vnd=400,
        suggested_vnd=20_000,
        unidentified_vnd=3_000,
        went_out_vnd=470,
        debits_vnd={"returns": 400, "waiting": 70},
    )
    assert found[LDA].holds
    assert (found[TLD].came_in_vnd, found[TLD].credit_vnd, found[TLD].holds) == (9, 9, True)


@pytest.mark.parametrize("table", [ReceiptRow, BankDebitRow])
def test_a_changed_amount_is_found(
    federation: Federation, table: type[ReceiptRow] | type[BankDebitRow]
) -> None:
    """In a receipt as in a debit row, whoever changed it."""
    with federation.database.writing() as session:
        session.execute(
            update(table).where(table.unit_code == "LDA").values(amount_vnd=table.amount_vnd + 1)
        )
        session.commit()
    found = _of(federation)
    assert (found[LDA].holds, found[TLD].holds) == (False, True)
