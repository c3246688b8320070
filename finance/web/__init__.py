"""The office's pages of this room, and the one a member opens: months, vouchers, dues, losses."""

from finance.shell.room import Door, Link
from finance.web import (
    case_pages,
    cases,
    change_pages,
    dues_pages,
    heard_pages,
    month_pages,
    notices,
    payments,
    refund_pages,
    relief_pages,
    rewards,
    share_pages,
    statement_pages,
    today,
    voucher_edit,
    voucher_papers,
    voucher_reuse,
    vouchers,
    waits,
    year_pages,
)

voucher_edit.join(vouchers.blueprint)
voucher_papers.join(vouchers.blueprint)
voucher_reuse.join(vouchers.blueprint)
year_pages.join(month_pages.blueprint)
blueprints = (
    today.blueprint,
    vouchers.blueprint,
    voucher_papers.inspection_blueprint(),
    month_pages.blueprint,
    payments.blueprint,
    refund_pages.blueprint,
    change_pages.blueprint,
    heard_pages.blueprint,
    relief_pages.blueprint,
    share_pages.blueprint,
    cases.blueprint,
    case_pages.inspection_blueprint(),
    rewards.blueprint,
    notices.blueprint,
    dues_pages.blueprint,
    *statement_pages.blueprints,
)
links = (
    Link(Door.OFFICE, "office.today", "Hôm nay", "Today"),
    Link(Door.OFFICE, "vouchers.everywhere", "Chứng từ", "Vouchers"),
    Link(Door.OFFICE, "months.everywhere", "Kỳ kế toán", "Months"),
    Link(Door.OFFICE, "payments.everywhere", "Lệnh chi", "Payments"),
    Link(Door.OFFICE, "relief.everywhere", "Miễn, giảm, tạm dừng", "Relief"),
    Link(Door.OFFICE, "shares.in_custody", "Giữ hộ", "Custody"),
    Link(Door.OFFICE, "cases.everywhere", "Chống thất thu", "Losses"),
    Link(Door.OFFICE, "vouchers.of_unit", "Chứng từ", "Vouchers", of_unit=True),
    Link(Door.OFFICE, "months.of_unit", "Kỳ kế toán", "Months", of_unit=True),
    Link(Door.OFFICE, "payments.of_unit", "Lệnh chi", "Payments", of_unit=True),
    Link(Door.OFFICE, "heard.of_unit", "Khai báo", "Declarations", of_unit=True),
    Link(Door.OFFICE, "refunds.of_unit", "Hoàn trả", "Refunds", of_unit=True),
    Link(Door.OFFICE, "changes.moves", "Chuyển đơn vị thu", "Moves", of_unit=True),
    Link(Door.OFFICE, "changes.closing", "Bàn giao", "Hand-over", of_unit=True),
    Link(Door.OFFICE, "dues.of_unit", "Đoàn phí", "Dues", of_unit=True),
    Link(Door.OFFICE, "dues.members", "Đoàn viên", "Members", of_unit=True),
    Link(Door.OFFICE, "cases.of_unit", "Hồ sơ thất thu", "Cases of loss", of_unit=True),
    Link(Door.OFFICE, "cases.losses", "Phát hiện thất thu", "Losses found", of_unit=True),
    Link(Door.INSPECT, "inspect_cases.everywhere", "Chống thất thu", "Losses"),
    Link(Door.INSPECT, "inspect_cases.of_unit", "Hồ sơ thất thu", "Cases of loss", of_unit=True),
    Link(Door.INSPECT, "inspect_cases.losses", "Phát hiện thất thu", "Losses found", of_unit=True),
    Link(Door.OFFICE, "rewards.of_unit", "Hỗ trợ, động viên", "Rewards", of_unit=True),
)
waiting = waits.waiting
months = waits.months
