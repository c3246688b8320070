"""What can be wrong with a voucher as it was typed, each with its sentence in both languages."""

from typing import Final

from ledger.errors import Problem, Refusal

_SENTENCES: Final = {
    "no_day": (
        "Ghi ngày dạng 15/06/2026, hoặc chỉ 15 nếu là tháng đang làm.",
        "Write a day such as 15/06/2026, or only 15 in the month being worked on.",
    ),
    "month_not_open": (
        "Kỳ {month} không mở để ghi sổ. Chọn ngày trong kỳ đang mở.",
        "Month {month} is not open for posting. Choose a day in an open month.",
    ),
    "no_text": ("Ghi nội dung của chứng từ.", "Say what the voucher is about."),
    "unfit_text": (
        "Nội dung dài quá 1.000 ký tự hoặc chứa ký tự không lưu được.",
        "The text is longer than 1,000 characters, or holds one that cannot be kept.",
    ),
    "too_many_rows": (
        "Một chứng từ có tối đa {most} dòng.",
        "A voucher takes {most} rows at most.",
    ),
    "no_rows": ("Ghi ít nhất một dòng.", "Fill in one row at least."),
    "too_long": (
        "Ô này quá dài hoặc chứa ký tự không lưu được.",
        "This cell is too long, or holds a character that cannot be kept.",
    ),
    "no_account": ("Chọn tài khoản.", "Choose an account."),
    "unknown_account": (
        "Không có tài khoản «{account}», hoặc có nhiều tài khoản như vậy.",
        "There is no account “{account}”, or more than one.",
    ),
    "control_account": (
        "Tài khoản {account} do hệ thống ghi theo sổ chi tiết, không nhập trực tiếp.",
        "Account {account} is kept with its sub-ledger and is not posted by hand.",
    ),
    "no_amount": ("Ghi số tiền bên Nợ hoặc bên Có.", "Write an amount, debit or credit."),
    "both_sides": (
        "Mỗi dòng chỉ ghi một bên: Nợ hoặc Có.",
        "A row has one side: debit or credit.",
    ),
    "not_positive": ("Số tiền phải lớn hơn 0.", "The amount must be above zero."),
    "unknown_fund": (
        "Không có nguồn «{given}»; có: KPCĐ, ĐPCĐ, NSNN, Khác, restricted:MÃ.",
        "There is no fund “{given}”; there are: KPCĐ, ĐPCĐ, NSNN, Khác, restricted:CODE.",
    ),
    "fund_wanted": ("Tài khoản {account} cần có nguồn.", "Account {account} needs a fund."),
    "fund_not_taken": (
        "Tài khoản {account} không theo dõi nguồn: hãy để trống.",
        "Account {account} carries no fund: leave it empty.",
    ),
    "unknown_item": (
        "Không có mục «{given}» trong mục lục thu, chi, hoặc có nhiều mục như vậy.",
        "There is no item “{given}” in the index, or more than one.",
    ),
    "item_wanted": ("Tài khoản {account} cần có mục.", "Account {account} needs an item."),
    "item_not_taken": (
        "Tài khoản {account} không theo dõi mục: hãy để trống.",
        "Account {account} carries no item: leave it empty.",
    ),
}


def problem(code: str, column: str, *, row: int | None = None, **facts: str | int) -> Problem:
    """One thing that is wrong, at a cell of a row, or at a field of the head without a row."""
    vi, en = _SENTENCES[code]
    return Problem(f"voucher.{code}", vi, en, row=row, column=column, facts=facts)


def problem_of(refusal: Refusal, row: int, column: str) -> Problem:
    """A refusal, such as of an amount, told at its cell."""
    kind = type(refusal)
    return Problem(kind.code, kind.vi, kind.en, row=row, column=column, facts=refusal.facts)


def place_of(found: Problem) -> str:
    """The id of the field a problem stands at."""
    return found.column if found.row is None else f"{found.column}-{found.row}"
