"""Measures the whole act of approving a voucher beside its floor.

Permission, four eyes, the posting with all its checks, the voucher's state and the audit line.
"""

import datetime as dt
from typing import Final

from sqlalchemy import func, insert, select, update

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.measure_posting import BOOKS, Place, by_turns, drafts, finished, prepare
from finance.records.units import FOREVER, UnitRow, rebuild_closure
from finance.records.vouchers import VoucherLineRow, VoucherMakerRow, VoucherRow, VoucherState
from finance.runtime.clock import SystemClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from finance.runtime.measures import Step
from finance.runtime.settings import Settings

_TOP: Final = "BENCH"  # stands over all units measured
_CHECKER: Final = Actor("checker", (Grant(_TOP, "approver"),))
_DAY: Final = dt.date(2026, 6, 1)
_START: Final = dt.date(2020, 1, 1)
_WARM: Final = 200  # approvals before anything is measured
_AT_ONCE: Final = 5_000  # vouchers put there by one statement

# Beside the rows of the posting: the voucher as it is then, and the line of the audit log.
_QUESTIONS: Final = {
    **finished("e.source = 'voucher' AND e.key = %s"),
    "voucher": (
        "SELECT * FROM voucher "
        "WHERE unit_code = %s AND unit_code || '/V/' || CAST(seq AS text) = %s"
    ),
    "audit_line": "SELECT * FROM audit_line WHERE unit_code = %s AND subject = %s",
}


def measure_approving(database: Database, entries: int, seed: int) -> Step:
    """Approve submitted vouchers one by one, each act its own durable transaction.

    Raises   NotForMeasuring.
    """
    prepare(database, drafts(_WARM, seed, f"warm approving {seed}"))
    waiting = _submitted(database, _WARM + entries)
    ctx = Context(database, SystemClock(), _CHECKER, Settings())

    def work(voucher: tuple[str, int]) -> Place:
        unit, seq = voucher
        approve_voucher(ctx, ApproveVoucher(unit, seq))
        return unit, f"{unit}/V/{seq}"

    for voucher in waiting[:_WARM]:
        work(voucher)
    return by_turns(database, "approve one by one", waiting[_WARM:], work, _QUESTIONS)


def _submitted(database: Database, vouchers: int) -> list[tuple[str, int]]:
    """Vouchers of two lines as their makers submitted them, spread over the units."""
    with database.writing() as session:
        if session.scalar(select(UnitRow.code).where(UnitRow.code == _TOP)) is None:
            session.execute(insert(UnitRow), [_unit(code) for code in (_TOP, *BOOKS)])
            rebuild_closure(session)
        before = session.scalars(select(func.coalesce(func.max(VoucherRow.seq), 0))).one()
        places = [
            (BOOKS[number % len(BOOKS)], before + 1 + number // len(BOOKS))
            for number in range(vouchers)
        ]
        for start in range(0, vouchers, _AT_ONCE):
            part = places[start : start + _AT_ONCE]
            session.execute(insert(VoucherRow), [_voucher(*place) for place in part])
            lines = [line for place in part for line in _lines(*place)]
            session.execute(insert(VoucherLineRow), lines)
            session.execute(insert(VoucherMakerRow), [_maker(*place) for place in part])
        drafts_left = update(VoucherRow).where(VoucherRow.state == VoucherState.DRAFT.value)
        session.execute(drafts_left.values(state=VoucherState.SUBMITTED.value))
        session.commit()
    return places


def _unit(code: str) -> dict[str, object]:
    return {
        "code": code,
        "valid_from": _START,
        "valid_to": FOREVER,
        "name": code,
        "name_folded": code.lower(),
        "level": "national" if code == _TOP else "grassroots",
        "parent_code": "" if code == _TOP else _TOP,
    }


def _voucher(unit: str, seq: int) -> dict[str, object]:
    return {
        "unit_code": unit,
        "seq": seq,
        "accounting_on": _DAY,
        "document_on": _DAY,
        "text": f"Chi thăm hỏi đoàn viên, chứng từ {seq}",
        "state": VoucherState.DRAFT.value,
        "maker": "maker",
        "changed_at_us": 0,
    }


def _maker(unit: str, seq: int) -> dict[str, object]:
    return {"unit_code": unit, "seq": seq, "folded": "maker", "name": "maker"}


def _lines(unit: str, seq: int) -> list[dict[str, object]]:
    common = {"unit_code": unit, "seq": seq, "amount_vnd": 500_000 + seq}
    return [
        {**common, "line_no": 1, "account": "611", "side": "D", "fund": "levy", "item": "31"},
        {**common, "line_no": 2, "account": "112", "side": "C", "fund": "", "item": ""},
    ]
