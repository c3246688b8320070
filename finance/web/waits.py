"""What waits in this room for the one who looks: vouchers, reminders, months to be closed."""

from collections.abc import Sequence
from typing import Final

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.custody import custody
from finance.records.overdue_shares import overdue_shares
from finance.records.payments import without_account
from finance.records.refunds import RefundRow, RefundState
from finance.records.relief_applications import (
    ApplicationState,
    ReliefApplicationRow,
    applications,
    dossiers,
)
from finance.records.runs import NoticeRow
from finance.records.scope import Scope
from finance.records.vouchers import VoucherState
from finance.runtime.clock import HOUR_US
from finance.runtime.parameters import law
from finance.shell.frame import context, frame, visitor
from finance.shell.frame import scope as scope_of_visit
from finance.shell.room import Month, Severity, Waiting
from finance.web import month_reads
from finance.web.case_reads import due_count
from finance.web.voucher_reads import Wanted, counts
from finance.web.vouchers import to_approve
from ledger.periods import last_day

PAGE: Final = 50
FRESH_DAYS: Final = 31
_DAY_US: Final = 24 * HOUR_US


def waiting(session: Session, scope: Scope) -> Sequence[Waiting]:
    """Own drafts, those sent back, vouchers to approve, late shares, steps of cases, reminders."""
    own = visitor().actor.name
    mine = counts(session, Wanted(scope.units(), maker=own))
    made = [
        Waiting(
            "vouchers.approve",
            "chứng từ chờ bạn duyệt",
            "vouchers for you to approve",
            counts(session, to_approve()).get(VoucherState.SUBMITTED.value, 0),
            url_for("vouchers.everywhere", to_approve=1),
        ),
        *(
            Waiting(
                f"vouchers.{state.value}",
                vi,
                en,
                mine.get(state.value, 0),
                url_for("vouchers.everywhere", state=state.value, mine=1),
                severity,
            )
            for state, vi, en, severity in _MINE
        ),
        *_relief(session, scope),
        *_shares(session, scope),
        Waiting(
            "cases.due",
            "hồ sơ thất thu có bước đến hạn",
            "cases of loss with a step due",
            due_count(session, scope.units(), scope.on),
            url_for("cases.everywhere", due=1),
        ),
        Waiting(
            "refunds.approve",
            "đề nghị hoàn trả chờ bạn duyệt",
            "refunds for you to approve",
            len(to_decide := refunds_to_decide(session)),
            url_for("refunds.of_unit", unit_code=to_decide[0]) if to_decide else "",
        ),
        Waiting(
            "notices",
            "lời nhắc trong 31 ngày qua",
            "reminders of the last 31 days",
            notice_count(session, scope.units(), _since_us()),
            url_for("notices.everywhere"),
            Severity.CALM,
        ),
    ]
    return tuple(made)


def refunds_to_decide(session: Session) -> list[str]:
    """The units of the refunds that others asked for and this person may decide on, in order."""
    ctx = context()
    rows = session.execute(
        select(RefundRow.unit_code, RefundRow.maker)
        .where(
            RefundRow.state == RefundState.ASKED.value,
            RefundRow.unit_code.in_(scope_of_visit().units()),
        )
        .order_by(RefundRow.unit_code, RefundRow.seq)
    )
    return [
        unit
        for unit, maker in rows
        if maker.casefold() != ctx.actor.name.casefold()
        and ctx.may(session, "refund.approve", unit)
    ]


def _relief(session: Session, scope: Scope) -> list[Waiting]:
    """Applications for relief that wait, those beyond the day of the answer apart."""
    rows = applications(
        session,
        ReliefApplicationRow.unit_code.in_(scope.units()),
        ReliefApplicationRow.state == ApplicationState.WAITING.value,
    )
    found = dossiers(session, rows, law())
    late = sum(1 for row, dossier in found if dossier.overdue(row, scope.on))
    address = url_for("relief.everywhere")
    return [
        Waiting(
            "relief.overdue",
            "hồ sơ miễn, giảm, tạm dừng quá hạn trả lời",
            "applications for relief beyond the day of the answer",
            late,
            address,
        ),
        Waiting(
            "relief.waiting",
            "hồ sơ miễn, giảm, tạm dừng đang chờ",
            "applications for relief that wait",
            len(found) - late,
            address,
            Severity.CALM,
        ),
    ]


def _shares(session: Session, scope: Scope) -> tuple[Waiting, ...]:
    """Shares that are late or cannot be paid, and custody that a union now waits for."""
    late = overdue_shares(session, scope.on, law(), scope.units())
    free = [row for row in custody(session, scope.on, scope.units()) if row.releasable]
    nowhere = without_account(session, scope.units())
    return (
        Waiting(
            "shares.overdue",
            "phần phân phối quá hạn chuyển",
            "shares not passed on in time",
            len(late),
            url_for("shares.overdue"),
            Severity.URGENT,
        ),
        Waiting(
            "payments.without_account",
            "khoản chi mà người hưởng chưa đăng ký tài khoản",
            "payments whose payee has no account registered",
            len(nowhere),
            url_for("payments.everywhere"),
        ),
        Waiting(
            "custody.release",
            "khoản giữ hộ đã có công đoàn cơ sở để chuyển",
            "parts in custody that a union can now be given",
            len(free),
            url_for("shares.in_custody"),
        ),
    )


def months(session: Session, scope: Scope) -> Sequence[Month]:
    """The oldest open month of each unit of one's own, where it is over."""
    found, _ = month_reads.oldest_open(session, scope.own)
    return tuple(
        Month(
            unit_code=each.unit_code,
            unit_name=each.unit_name,
            period=each.period,
            hindrances=month_reads.hindrances(session, each.unit_code, each.period),
            url=url_for("months.one", unit_code=each.unit_code, period=each.period),
        )
        for each in found
        if last_day(each.period) <= scope.on
    )


def notices(session: Session, units: Select[str] | Sequence[str], page: int = 1) -> list[NoticeRow]:
    """A page of the reminders to these units, the newest first."""
    return list(
        session.scalars(
            select(NoticeRow)
            .where(NoticeRow.unit_code.in_(units))
            .order_by(NoticeRow.made_at_us.desc(), NoticeRow.unit_code, NoticeRow.kind)
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        )
    )


def notice_count(
    session: Session, units: Select[str] | Sequence[str], since_us: int | None = None
) -> int:
    """How many reminders there are to these units, all of them or those since a moment."""
    query = select(func.count()).select_from(NoticeRow).where(NoticeRow.unit_code.in_(units))
    if since_us is not None:
        query = query.where(NoticeRow.made_at_us >= since_us)
    return session.scalars(query).one()


def _since_us() -> int:
    return frame().clock.now_us() - FRESH_DAYS * _DAY_US


_MINE: Final = (
    (
        VoucherState.REJECTED,
        "chứng từ bị trả lại cho bạn",
        "vouchers sent back to you",
        Severity.DUE,
    ),
    (VoucherState.DRAFT, "bản nháp của bạn", "drafts of yours", Severity.DUE),
    (
        VoucherState.SUBMITTED,
        "chứng từ của bạn chờ người khác duyệt",
        "vouchers of yours that wait for approval",
        Severity.CALM,
    ),
)
