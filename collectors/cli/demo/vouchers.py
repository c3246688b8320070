"""Vouchers: spending that two persons stand behind, and some that still waits for the second."""

from collectors.cli.demo.caller import Caller
from collectors.cli.demo.federation import Federation
from collectors.cli.demo.people import ACCOUNTANT, APPROVER
from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from ledger.entries import credit, debit

_CARE, _OFFICE, _ALLOWANCE = 1_500_000, 880_000, 2_340_000


def approved_voucher(caller: Caller, federation: Federation) -> None:
    """The accountant spends for a union below; the approver looks at it and posts it."""
    unit = federation.shown_union().code
    voucher = _draft(caller, unit, "Quà Tháng Công nhân cho đoàn viên khó khăn", ("31", _CARE))
    with caller.acting(ACCOUNTANT) as context:
        submit_voucher(context, SubmitVoucher(unit, voucher))
    with caller.acting(APPROVER) as context:
        approve_voucher(context, ApproveVoucher(unit, voucher))


def waiting_vouchers(caller: Caller, federation: Federation) -> None:
    """One waits for the approver, one is still being written."""
    unit = federation.shown_union().code
    voucher = _draft(caller, unit, "Phụ cấp cán bộ công đoàn", ("34", _ALLOWANCE))
    with caller.acting(ACCOUNTANT) as context:
        submit_voucher(context, SubmitVoucher(unit, voucher))
    _draft(caller, federation.provinces[0], "Văn phòng phẩm", ("33", _OFFICE))


def _draft(caller: Caller, unit: str, text: str, spent: tuple[str, int]) -> int:
    item, amount_vnd = spent
    lines = (debit("611", amount_vnd, fund="levy", item=item), credit("112", amount_vnd))
    with caller.acting(ACCOUNTANT) as context:
        return draft_voucher(context, DraftVoucher(unit, caller.day, caller.day, text, lines))
