"""What a unit had, took in, spent and holds: read from its own book.

Pure. Income is the unit's own share only; what belongs to another is owed to it from the first
moment and shows under «cash» as what the money in hand is for.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from finance.rules.charts import Item
from finance.rules.consolidation import ACCUMULATED, INCOME, SPENDING
from ledger.accounts import Chart, Nature
from ledger.balances import Tagged

CASH: Final = ("111", "112")
SHARED_NOT_RECEIVED: Final = "33885"
# Levy and dues that are owed but not yet paid: two equal sums beside the balance sheet.
MEMORANDUM: Final = ("13881", "13882", "33883", "33884")
_OWN = (INCOME, SPENDING, ACCUMULATED)
_FUND_ORDER = ("levy", "dues", "state", "other")
_FUNDS: Mapping[str, tuple[str, str]] = {
    "levy": ("Kinh phí công đoàn", "Levy"),
    "dues": ("Đoàn phí công đoàn", "Dues"),
    "state": ("Ngân sách nhà nước hỗ trợ", "State budget support"),
    "other": ("Nguồn thu khác", "Other sources"),
}

Document = dict[str, Any]


def fund_name(fund: str) -> tuple[str, str]:
    """The name of a source of money in both languages."""
    if fund in _FUNDS:
        return _FUNDS[fund]
    name = fund.removeprefix("restricted:")
    return f"Quỹ {name}", f"Fund {name}"


def balance(rows: Iterable[Tagged]) -> Document:
    """What stood before, own income, spending, other changes and what stands now.

    «Other changes» are openings brought in and hand-overs between units; zero in most months.
    """
    held = [row for row in rows if row.account in _OWN]
    opening = -sum(row.opening_vnd for row in held)
    income = _moved(held, INCOME)
    spent = -_moved(held, SPENDING)
    closing = -sum(row.closing_vnd for row in held)
    return {
        "opening_vnd": opening,
        "income_vnd": income,
        "spent_vnd": spent,
        "other_changes_vnd": closing - opening - income + spent,
        "closing_vnd": closing,
    }


def by_fund(rows: Iterable[Tagged]) -> list[Document]:
    """The same figures for each source of money, in the order levy, dues, state, other, funds."""
    held: dict[str, list[Tagged]] = {}
    for row in rows:
        if row.account in _OWN:
            held.setdefault(row.fund, []).append(row)
    return [
        {"fund": fund, "name_vi": fund_name(fund)[0], "name_en": fund_name(fund)[1]}
        | balance(held[fund])
        for fund in sorted(held, key=_fund_place)
    ]


def by_item(
    rows: Iterable[Tagged], account: str, items: Iterable[Item], sign: int
) -> list[Document]:
    """What moved on an account in the month, by index line; lines where nothing moved are left out.

    Takes    `sign` -1 for an account that grows by credit, such as income.
    """
    names = {item.code: (item.name_vi, item.name_en) for item in items}
    sums: dict[str, int] = {}
    for row in rows:
        if row.account == account:
            sums[row.item] = sums.get(row.item, 0) + sign * (row.debit_vnd - row.credit_vnd)
    return [
        {
            "item": code,
            "name_vi": names.get(code, (code, code))[0],
            "name_en": names.get(code, (code, code))[1],
            "amount_vnd": sums[code],
        }
        for code in sorted(sums)
        if sums[code]
    ]


def cash(rows: Iterable[Tagged], chart: Chart, units: Mapping[str, str]) -> Document:
    """Money in hand and at the bank, and what it is for, which adds up to it to the đồng."""
    held = list(rows)
    in_hand = sum(row.closing_vnd for row in held if row.account == CASH[0])
    at_bank = sum(row.closing_vnd for row in held if row.account == CASH[1])
    own = -sum(row.closing_vnd for row in held if row.account in _OWN)
    aside = (*CASH, *_OWN, *MEMORANDUM)
    sums: dict[tuple[str, str], int] = {}
    for row in held:
        if row.account not in aside:
            account = chart.get(row.account)
            apart = account is not None and account.nature is Nature.BOTH
            key = (row.account, row.counter_book if apart else "")
            sums[key] = sums.get(key, 0) - row.closing_vnd
    stands_for = [
        {
            "account": code,
            "name_vi": chart[code].name_vi,
            "name_en": chart[code].name_en,
            "unit": counter,
            "unit_name": units.get(counter, counter),
            "amount_vnd": amount,
        }
        for (code, counter), amount in sorted(sums.items())
        if amount
    ]
    return {
        "cash_vnd": in_hand,
        "bank_vnd": at_bank,
        "total_vnd": in_hand + at_bank,
        "own_vnd": own,
        "rows": stands_for,
    }


def to_give_back(rows: Iterable[Tagged], units: Mapping[str, str]) -> list[Document]:
    """What the unit was given and owes back: a debt that turned round, by unit.

    A share that is already income and is taken back turns what another unit owed into what is
    owed to it; nobody is asked to send money, the next share is netted.
    """
    sums: dict[str, int] = {}
    for row in rows:
        if row.account.startswith("136"):
            key = row.counter_book
            sums[key] = sums.get(key, 0) + min(0, row.closing_vnd)
    return [
        {"unit": code, "unit_name": units.get(code, code), "amount_vnd": -amount}
        for code, amount in sorted(sums.items())
        if amount
    ]


def credit_of(rows: Iterable[Tagged], account: str) -> int:
    """The closing credit balance of an account."""
    return -sum(row.closing_vnd for row in rows if row.account == account)


def _moved(rows: Iterable[Tagged], account: str) -> int:
    return sum(row.credit_vnd - row.debit_vnd for row in rows if row.account == account)


def _fund_place(fund: str) -> tuple[int, str]:
    known = fund in _FUND_ORDER
    return (_FUND_ORDER.index(fund) if known else len(_FUND_ORDER), fund)
