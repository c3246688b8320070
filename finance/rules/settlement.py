"""The lines of a unit's settlement (quyết toán), read from its balances by tag.

Pure. «Up» is what is owed to a unit above: accounts 3361 and 3362 towards one. Lines 10, 22 and 23
are sourced; the others follow the recalled layout of form B07-TLĐ.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from finance.rules.consolidation import ACCUMULATED, INCOME, SPENDING
from finance.rules.errors import RuleError
from ledger.accounts import Status
from ledger.balances import Tagged

UP_ACCOUNTS = ("3361", "3362")
PASSED_UP = "39"


class SettlementOff(RuleError):
    """The lines do not lead from the opening to the closing balance."""

    code = "settlement.off"
    vi = "Quyết toán của {book} lệch {difference} đồng: có dòng mang mã mục lục không xác định."
    en = "The settlement of {book} is off by {difference} đồng: a line has an unknown item."


@dataclass(frozen=True, slots=True)
class LineName:
    """One line of the form."""

    code: str
    vi: str
    en: str
    sign: int  # +1 adds to the balance, -1 takes from it, 0 stands outside the identity
    status: Status


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One line with its amount in đồng."""

    name: LineName
    amount_vnd: int


LINES = (
    LineName("10", "TCCĐ tích lũy đầu kỳ", "Opening balance", 1, Status.SOURCED),
    LineName("22", "Thu đoàn phí công đoàn", "Dues", 1, Status.SOURCED),
    LineName("23", "Thu kinh phí công đoàn", "Levy", 1, Status.SOURCED),
    LineName("24", "NSNN cấp hỗ trợ", "State budget support", 1, Status.RECALLED),
    LineName("25.01", "Chuyên môn hỗ trợ", "Support from the employer", 1, Status.RECALLED),
    LineName("25.02", "Thu khác", "Other receipts", 1, Status.RECALLED),
    LineName("28.01", "KPCĐ cấp trên cấp theo phân phối", "Levy share", 1, Status.RECALLED),
    LineName("28.02", "Cấp trên hỗ trợ", "Support from above", 1, Status.RECALLED),
    LineName("40", "Nhận bàn giao TCCĐ", "Taken over", 1, Status.RECALLED),
    LineName("31", "Chi chăm lo, bảo vệ, đào tạo", "Care and training", -1, Status.RECALLED),
    LineName("32", "Chi tuyên truyền", "Information and culture", -1, Status.RECALLED),
    LineName("33", "Chi quản lý hành chính", "Administration", -1, Status.RECALLED),
    LineName("34", "Chi lương, phụ cấp", "Salaries and allowances", -1, Status.RECALLED),
    LineName("37", "Chi khác", "Other spending", -1, Status.RECALLED),
    LineName("support", "Cấp hỗ trợ cấp dưới", "Support given down", -1, Status.INTERNAL),
    LineName("39", "Đã nộp cấp trên", "Passed up", -1, Status.RECALLED),
    LineName("42", "Bàn giao TCCĐ", "Handed over", -1, Status.RECALLED),
    LineName("50", "TCCĐ tích lũy cuối kỳ", "Closing balance", 0, Status.RECALLED),
    LineName("60", "Phải nộp cấp trên", "To be passed up", 0, Status.RECALLED),
)
_SPENT = ("31", "32", "33", "34", "37", "support")
_RECEIVED = ("24", "25.01", "25.02", "28.01", "28.02")


@dataclass(frozen=True, slots=True)
class Settlement:
    """All lines of one book and one span, in the order of the form, zeros included."""

    book: str
    lines: tuple[SettlementLine, ...]

    def amount(self, code: str) -> int:
        """The amount of a line, in đồng."""
        return next(line.amount_vnd for line in self.lines if line.name.code == code)


def settle(book: str, rows: Iterable[Tagged], above: frozenset[str]) -> Settlement:
    """Read the settlement lines of one book.

    Takes    its movements by tag over the span, year-end entries left out; `above`, the books
             of the units over it.
    Returns  every line of `LINES`. Line 10 is what stood at the beginning on 4316 and up, and on
             income and spending when the span begins within the year, with what the openings
             journal brought into 4316. 60 less 39 is what is still owed upwards.
    Raises   SettlementOff unless 10 + receipts - payments = 50.
    Source   (sources: hd47) for lines 10, 22, 23; the other lines are recalled
    """
    held = _Held(tuple(row for row in rows if row.book == book), above)
    amounts = {
        "10": held.opening() + held.credit(ACCUMULATED, ""),
        "22": held.credit(INCOME, "22") + held.up("22"),
        "23": held.credit(INCOME, "23") + held.up("23"),
        "40": held.credit(ACCUMULATED, "40"),
        "42": -held.credit(ACCUMULATED, "42"),
        PASSED_UP: -held.up(PASSED_UP),
        "50": held.closing(),
        "60": held.up_opening() + held.up("22") + held.up("23"),
    }
    amounts |= {code: held.credit(INCOME, code) for code in _RECEIVED}
    amounts |= {code: -held.credit(SPENDING, code) for code in _SPENT}
    led = sum(name.sign * amounts[name.code] for name in LINES)
    if led != amounts["50"]:
        raise SettlementOff(book=book, difference=amounts["50"] - led)
    return Settlement(book, tuple(SettlementLine(name, amounts[name.code]) for name in LINES))


@dataclass(frozen=True, slots=True)
class _Held:
    rows: tuple[Tagged, ...]
    above: frozenset[str]

    def credit(self, account: str, item: str) -> int:
        """Credit less debit of the span."""
        return sum(
            row.credit_vnd - row.debit_vnd
            for row in self.rows
            if row.account == account and row.item == item
        )

    def up(self, item: str) -> int:
        return sum(row.credit_vnd - row.debit_vnd for row in self._upward() if row.item == item)

    def up_opening(self) -> int:
        return -sum(row.opening_vnd for row in self._upward())

    def opening(self) -> int:
        return -sum(row.opening_vnd for row in self._counted())

    def closing(self) -> int:
        return -sum(row.closing_vnd for row in self._counted())

    def _upward(self) -> list[Tagged]:
        return [
            row
            for row in self.rows
            if row.account in UP_ACCOUNTS and row.counter_book in self.above
        ]

    def _counted(self) -> list[Tagged]:
        own = (INCOME, SPENDING, ACCUMULATED)
        return [row for row in self.rows if row.account in own] + self._upward()
