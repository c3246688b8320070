"""Why money is not moved between receipts, obligations and credits."""

from finance.rules.errors import RuleError


class AnotherPayer(RuleError):
    """A receipt is one payer's, in one collecting unit."""

    code = "match.another_payer"
    vi = "Khoản thu {receipt} đang ghi cho {tax_code} tại {unit}: phải gỡ ghép trước."
    en = "Receipt {receipt} is {tax_code}'s, collected by {unit}: release it first."


class NotThatMuch(RuleError):
    """A receipt or an obligation has less than is to be moved."""

    code = "match.not_that_much"
    vi = "Khoản {what} chỉ còn {open} đồng, không đủ {amount} đồng."
    en = "{what} has only {open} đồng left, not {amount} đồng."


class BeforeItCame(RuleError):
    """Money is put on nothing before the day the bank booked it."""

    code = "match.before_it_came"
    vi = "Khoản thu {receipt} về ngân hàng ngày {booked_on}: không thể ghi nhận vào ngày {on}."
    en = "Receipt {receipt} was booked by the bank on {booked_on}: it pays nothing on {on}."


class BeforeItWasPut(RuleError):
    """What was put, shared or paid on a day is not undone on an earlier one."""

    code = "match.before_it_was_put"
    vi = (
        "Khoản {tax_code} tháng {period} đã ghép, phân chia hoặc chi ngày {done_on}: không thể gỡ "
        "vào ngày {on}."
    )
    en = (
        "What was paid for {tax_code}, {period} was matched, shared or passed on on {done_on}: it "
        "is not undone on {on}."
    )
