"""What waits in this room for the one who looks: vouchers, reminders, months to be closed."""

from collections.abc import Sequence
from typing import Final

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.runs import NoticeRow
from finance.records.vouchers import VoucherRow, VoucherState
from finance.runtime.clock import HOUR_US
from finance.runtime.parameters import permissions
from finance.shell.frame import frame, visitor
from finance.shell.room import Month, Severity, Waiting
from finance.shell.scope import Scope
from finance.web import month_reads
from finance.web.voucher_reads import counts
from ledger.periods import last_day

PAGE: Final = 50
FRESH_DAYS: Final = 31
_DAY_US: Final = 24 * HOUR_US


def waiting(session: Session, scope: Scope) -> Sequence[Waiting]:
    """One's own drafts and those sent back, vouchers to approve, and fresh reminders."""
    own = visitor().actor.name
    mine = counts(session, scope.units(), own)
    made = [
        Waiting(
            "vouchers.approve",
            "chứng từ chờ bạn duyệt",
            "vouchers for you to approve",
            _to_approve(session, scope, own),
            url_for("vouchers.everywhere", state=VoucherState.SUBMITTED.value),
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


def _to_approve(session: Session, scope: Scope, own: str) -> int:
    """How many submitted vouchers of other people wait in the units where one may approve."""
    held = permissions()
    roles = [role for role in held.roles if held.may([role], "voucher.approve")]
    where = scope.below(visitor().actor.units_of(roles), scope.on)
    return session.scalars(
        select(func.count())
        .select_from(VoucherRow)
        .where(
            VoucherRow.unit_code.in_(where),
            VoucherRow.state == VoucherState.SUBMITTED.value,
            VoucherRow.maker != own,
        )
    ).one()


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
