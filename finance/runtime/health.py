"""What is unhealthy in an installation, each with what to do."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from finance.records.overdue_shares import OverdueShare, overdue_shares
from finance.records.runs import JobRunRow
from finance.records.subledgers import compare, untied
from finance.runtime import migrate
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.runtime.scheduler import FAILED
from ledger.store import reads
from ledger.store.tables import BookRow, PeriodRow


@dataclass(frozen=True, slots=True)
class Ailment:
    """One unhealthy thing: where it is, and what to do about it."""

    code: str
    where: str
    vi: str
    en: str


def ailments(ctx: Context) -> list[Ailment]:
    """Look at the schema, the year, failed jobs, sub-ledgers, and shares not passed on in time."""
    try:
        now, wanted = migrate.current(ctx.database), migrate.newest(ctx.database)
    except DBAPIError as error:
        return [_unreachable(str(error.orig).splitlines()[0])]
    if now != wanted:
        return [
            Ailment(
                "doctor.schema_old",
                now or "-",
                "Cơ sở dữ liệu chưa ở phiên bản mới nhất: chạy «union-finance db upgrade».",
                "The database is not at the newest revision: run “union-finance db upgrade”.",
            )
        ]
    with ctx.database.reading() as session:
        return [
            *_year(session, ctx.today.year),
            *_jobs(session),
            *_books(session),
            *_shares(session, ctx.today),
        ]


def _unreachable(why: str) -> Ailment:
    return Ailment(
        "doctor.unreachable",
        why,
        "Không mở được cơ sở dữ liệu: kiểm tra UNION_FINANCE_DATABASE_URL.",
        "The database cannot be opened: check UNION_FINANCE_DATABASE_URL.",
    )


def _year(session: Session, year: int) -> list[Ailment]:
    have = select(PeriodRow.book_id).where(PeriodRow.period == f"{year:04d}-12")
    missing = session.execute(
        select(func.count()).select_from(BookRow).where(BookRow.book_id.not_in(have))
    ).scalar_one()
    if not missing:
        return []
    return [
        Ailment(
            "doctor.year_not_open",
            str(year),
            f"{missing} sổ chưa mở các kỳ năm {year}: chạy «union-finance jobs once open_year».",
            f"{missing} books lack the months of {year}: run “union-finance jobs once open_year”.",
        )
    ]


def _jobs(session: Session) -> list[Ailment]:
    rows = session.scalars(select(JobRunRow).where(JobRunRow.state == FAILED))
    return [
        Ailment(
            "doctor.job_failed",
            f"{row.job} {row.slot}",
            f"Công việc định kỳ thất bại: {row.detail}. Sửa nguyên nhân rồi «jobs once {row.job}».",
            f"A job failed: {row.detail}. Mend the cause, then “jobs once {row.job}”.",
        )
        for row in rows
    ]


def _books(session: Session) -> list[Ailment]:
    found: list[Ailment] = []
    for code in reads.books_by_code(session):
        found.extend(
            Ailment(
                "doctor.sub_ledger",
                f"{code} {line.account}",
                f"Lệch sổ chi tiết {line.difference_vnd} đồng: chạy «ledger verify».",
                f"Off its sub-ledger by {line.difference_vnd}: run “ledger verify”.",
            )
            for line in compare(session, code)
            if line.difference_vnd
        )
        found.extend(
            Ailment(
                "doctor.pair",
                f"{code} {pair.counter_book}",
                f"Công nợ nội bộ lệch {pair.difference_vnd} đồng: chạy «ledger verify».",
                f"Inter-unit balances differ by {pair.difference_vnd}: run “ledger verify”.",
            )
            for pair in untied(session, code)
        )
    return found


def _shares(session: Session, on: dt.date) -> list[Ailment]:
    """Units that have not passed shares on in time."""
    late: dict[str, list[OverdueShare]] = {}
    for share in overdue_shares(session, on, law()):
        late.setdefault(share.unit, []).append(share)
    return [
        _not_passed_on(unit, sum(s.amount_vnd for s in own), min(s.due_on for s in own))
        for unit, own in sorted(late.items())
    ]


def _not_passed_on(unit: str, amount: int, since: dt.date) -> Ailment:
    return Ailment(
        "doctor.shares_overdue",
        unit,
        f"Chưa chuyển {amount} đồng phần phân phối, hạn sớm nhất {since.isoformat()}: "
        f"chạy «levy distribute --unit {unit}».",
        f"{amount} đồng of shares are not passed on, the first was due {since.isoformat()}: "
        f"run “levy distribute --unit {unit}”.",
    )
