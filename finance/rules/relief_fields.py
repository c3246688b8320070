"""How the fields of an application for relief are called.

Pure. The numbers are those of the decree's forms (sources: nd_105_2026) annexes I and II.
"""

from collections.abc import Iterable, Mapping
from typing import Final

Said = tuple[str, str]  # Vietnamese, English
REQUEST: Final[Mapping[str, Said]] = {
    "tax_code": ("Mã số thuế", "Tax code"),
    "document_no": ("Số văn bản đề nghị", "Number of the request"),
    "document_on": ("Ngày văn bản", "Day of the request"),
    "received_on": ("Ngày nhận", "Day it came in"),
    "first": ("Từ tháng (MM/YYYY)", "From month (MM/YYYY)"),
    "last": ("Đến tháng (MM/YYYY)", "To month (MM/YYYY)"),
}
FORM: Final[Mapping[str, Said]] = {
    "name": ("1. Tên đơn vị (để trống: theo danh mục)", "1. Name (empty: the register’s)"),
    "si_unit_code": ("2. Mã số đơn vị (BHXH)", "2. Code with social insurance"),
    "business_address": ("4. Địa chỉ đăng ký kinh doanh", "4. Registered address"),
    "contact_address": ("5. Địa chỉ giao dịch hoặc liên hệ", "5. Address for letters"),
    "employer_kind": ("6. Loại hình đơn vị", "6. Kind of employer"),
    "phone": ("7. Số điện thoại", "7. Telephone"),
    "email": ("7. Địa chỉ email", "7. E-mail"),
    "licence": ("9. Số quyết định thành lập, giấy phép", "9. Number of the licence"),
    "licence_by": ("9. Nơi cấp", "9. Issued by"),
    "suspended_by": (
        "11. Văn bản đã cho tạm dừng (đề nghị giảm)",
        "11. Suspended by decision (for a reduction)",
    ),
    "confirmed_by": ("Công đoàn xác nhận", "Confirmed by the union"),
}
FIGURES: Final[Mapping[str, Said]] = {
    "workers_before": (
        "Lao động có mặt trước khi tạm dừng hoặc cắt giảm",
        "Workers before the stop or the cut",
    ),
    "workers_off": ("Lao động tạm nghỉ, tạm dừng hưu trí tử tuất", "Workers off work"),
    "stopped_days": ("Số ngày tạm dừng sản xuất", "Days production is stopped"),
    "assets_vnd": ("Tổng giá trị tài sản, không kể đất (đồng)", "All assets, land left out (đồng)"),
    "damage_vnd": ("Giá trị thiệt hại (đồng)", "Damage (đồng)"),
    "workers_cut": ("Lao động bị cắt giảm", "Workers cut"),
    "members_cut": ("Thành viên hợp tác xã bị cắt giảm", "Members of a cooperative cut"),
    "rehired": ("Tuyển mới trong 3 tháng kể từ khi cắt giảm", "Hired anew within 3 months"),
}
OTHERS: Final[Mapping[str, Said]] = {
    "ground": ("Lý do", "Ground"),
    "quarterly": ("Đóng theo quý", "Pays every three months"),
}


def said(names: Iterable[str]) -> Said:
    """The names of some fields in both languages, in the order of the form."""
    wanted = set(names)
    every = {**REQUEST, **OTHERS, **FORM, **FIGURES}
    found = [both for name, both in every.items() if name in wanted]
    return ", ".join(vi for vi, _ in found), ", ".join(en for _, en in found)
