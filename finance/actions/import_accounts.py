"""Take the units' bank accounts into the register."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.bank_accounts import BankAccountRow
from finance.records.loading import load
from finance.records.payments import fill_accounts
from finance.records.units import units_of
from finance.rules.charts import REGIME
from finance.rules.facts import AccountFacts
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState, twice
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.accounts import Chart
from ledger.store import reads


def import_accounts(ctx: Context, rows: Sequence[AccountFacts], keeper: Keeper) -> Judged:
    """Take bank accounts in; a row with the same number supersedes the one known.

    What was ordered to a unit before it had an account, and is not paid, is given its account.
    Returns  what became of each row. A row of an unknown unit, or standing on an account of
             the book that is not cash or bank, is quarantined.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "register.import", "")
        widen(session)
        keeper.begin(session)
        judged = Judged()
        twice(rows, [row.account_no for row in rows], judged, "account_no")
        held = {row.account_no: row for row in session.scalars(select(BankAccountRow))}
        _judge(session, rows, held, judged)
        new: list[dict[str, object]] = []
        for row in rows:
            if not judged.refused(row.row):
                judged.take(row.row, _take(held.get(row.account_no), row, new))
        load(session, BankAccountRow, new)
        session.flush()
        there = {row.unit_code for row in rows if not judged.refused(row.row)}
        filled = fill_accounts(session, there)
        keeper.finish(session, judged)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "import_accounts",
            "",
            "accounts",
            {**{state.value: judged.count(state) for state in RowState}, "payments": filled},
        )
        session.commit()
    return judged


def _judge(
    session: Session,
    rows: Sequence[AccountFacts],
    held: dict[str, BankAccountRow],
    judged: Judged,
) -> None:
    units = units_of(session, {row.unit_code for row in rows})
    chart = reads.chart(session, REGIME)
    for row in rows:
        if row.unit_code not in units:
            judged.refuse(
                row.row,
                "accounts.unknown_unit",
                "Không có đơn vị «{unit}» trong danh mục.",
                "There is no unit “{unit}” in the register.",
                "unit_code",
                unit=row.unit_code,
            )
        if not _is_bank(chart, row.ledger_account):
            judged.refuse(
                row.row,
                "accounts.not_a_bank_account",
                "Tài khoản kế toán «{account}» không phải tài khoản tiền gửi.",
                "Account “{account}” of the book does not hold bank deposits.",
                "ledger_account",
                account=row.ledger_account,
            )
        known = held.get(row.account_no)
        if known is not None and known.unit_code != row.unit_code:
            judged.refuse(
                row.row,
                "accounts.another_owner",
                "Số tài khoản này đã đăng ký cho đơn vị «{unit}».",
                "This account number is registered to unit “{unit}”.",
                "unit_code",
                unit=known.unit_code,
            )


def _is_bank(chart: Chart, code: str) -> bool:
    account = chart.get(code)
    return account is not None and account.postable and code == "112"


def _take(
    known: BankAccountRow | None, row: AccountFacts, new: list[dict[str, object]]
) -> RowState:
    facts = {
        "bank_bin": row.bank_bin,
        "unit_code": row.unit_code,
        "ledger_account": row.ledger_account,
        "purpose": row.purpose or "operations",
    }
    if known is None:
        new.append({"account_no": row.account_no, **facts})
        return RowState.TAKEN
    if all(getattr(known, name) == value for name, value in facts.items()):
        return RowState.UNCHANGED
    for name, value in facts.items():
        setattr(known, name, value)
    return RowState.SUPERSEDED
