"""What the demo came to: counts and sums, and where to look."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from collectors.cli.demo.federation import Federation
from collectors.cli.demo.people import people_of
from collectors.cli.demo.story import Count
from collectors.intake.conservation import Conserved, conservation
from finance.records.matches import ShareEventRow
from finance.records.obligations import ObligationRow
from finance.runtime.context import Context
from ledger.money import format_vnd
from ledger.store.tables import EntryRow, LineRow

_STATES = {  # what has become of the money that came in
    "matched": "đã ghép / matched",
    "suggested": "có gợi ý / suggested",
    "unidentified": "chưa xác định / unidentified",
    "credit": "nộp thừa / payers' credit",
    "returned": "hoàn trả / returned",
}

_ROWS = {
    "rows_read": "đọc / read",
    "rows_taken": "nhận / taken",
    "rows_unchanged": "không đổi / unchanged",
    "rows_superseded": "thay thế / superseded",
    "rows_quarantined": "chờ sửa / quarantined",
}


def figures(ctx: Context) -> dict[str, Any]:
    """What stands in the database; money in đồng."""
    with ctx.database.reading() as session:
        accounts = conservation(session)

        def count(column: InstrumentedAttribute[Any]) -> int:
            return session.execute(select(func.count(column))).scalar_one()

        def total(column: InstrumentedAttribute[Any]) -> int:
            return int(session.execute(select(func.coalesce(func.sum(column), 0))).scalar_one())

        return {
            "bank_in_vnd": sum(account.came_in_vnd for account in accounts),
            "receipts": {
                state: sum(_of_state(account, state) for account in accounts) for state in _STATES
            },
            "obligations": count(ObligationRow.tax_code),
            "assessed_vnd": total(ObligationRow.amount_vnd),
            "collected_vnd": total(ObligationRow.paid_vnd),
            "shared_vnd": total(ShareEventRow.delta_vnd),
            "entries": count(EntryRow.seq),
            "lines": count(LineRow.line_no),
        }


def _of_state(account: Conserved, state: str) -> int:
    amount: int = getattr(account, f"{state}_vnd")
    return amount


def told(count: Count) -> dict[str, Any]:
    """What was done on the way."""
    return {
        "files": count.files,
        **count.rows,
        "identified_by_hand": count.identified,
        "paid_vnd": count.paid_vnd,
        "months_closed": count.closed,
        "disclosed": count.published,
    }


def in_words(done: Mapping[str, Any], stands: Mapping[str, Any]) -> str:
    """The summary as people read it."""
    receipts = stands["receipts"]
    rows = ", ".join(f"{words}: {done[kind]}" for kind, words in _ROWS.items())
    facts = {
        "Tệp / files": done["files"],
        "Dòng / rows": rows,
        "Nghĩa vụ / obligations": stands["obligations"],
        "Phải thu / assessed": _money(stands["assessed_vnd"]),
        "Đã thu / collected": _money(stands["collected_vnd"]),
        "Phân chia / shared": _money(stands["shared_vnd"]),
        "Đã chuyển / paid out": _money(done["paid_vnd"]),
        "Bút toán / entries": stands["entries"],
        "Kỳ đã khóa / months closed": done["months_closed"],
        "Đã công khai / disclosed": done["disclosed"],
        "Tiền vào / bank rows in": _money(stands["bank_in_vnd"]),
    }
    return "\n".join(
        [
            *(f"{words}: {fact}" for words, fact in facts.items()),
            *(f"  {_money(receipts[state]):>20}  {words}" for state, words in _STATES.items()),
            f"  {_money(sum(receipts.values())):>20}  Σ",
        ]
    )


def _money(amount_vnd: int) -> str:
    return f"{format_vnd(amount_vnd)} đ"


def where_to_look(federation: Federation, port: int, passwords: Mapping[str, str]) -> str:
    """The doors, with the names to sign in by; passwords only when they were made just now."""
    address = f"http://127.0.0.1:{port}"
    union = federation.shown_union()
    month = federation.scale.calendar_months[-1]
    lines = [
        f"Công khai / open:   {address}/open/",
        f"  {union.name}: {address}/open/units/{union.code}/{month}/",
    ]
    for person in people_of(federation):
        known = passwords.get(person.name)
        password = (
            f"mật khẩu / password: {known}"
            if known
            else "(mật khẩu đã in lần đầu / password printed before)"
        )
        lines.append(f"{person.role:<12} {address}{person.door:<10} {person.name}  {password}")
    return "\n".join(lines)
