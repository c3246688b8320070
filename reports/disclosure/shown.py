"""A disclosure as a statement: the same tables for page, PDF, sheet and CSV.

Pure. Everything shown is read from the published document; nothing is computed anew but sums of
rows that stand in it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reports.disclosure.shown_levy import dues, levy, proof, rules, shares
from reports.figures import Figure, Row, Section, Statement, Words, money, words
from reports.figures.terms import month

Read = Mapping[str, Any]
KEY = "period-disclosure"


def statement_of(document: Read) -> Statement:
    """The statement of one published month."""
    unit = document["unit"]
    sections: Iterable[Callable[[Read], Section]] = (
        summary,
        income,
        spending,
        by_fund,
        levy,
        shares,
        proof,
        rules,
        dues,
        cash,
    )
    return Statement(
        key=KEY,
        title=Words("Công khai tài chính công đoàn", "Union finance disclosure"),
        unit_code=unit["code"],
        unit_name=unit["name"],
        span=Words(f"Tháng {month(document['period'])}", f"Month {month(document['period'])}"),
        span_key=document["period"],
        sections=tuple(each for each in (make(document) for make in sections) if each.rows),
        notes=(
            Words(
                "Số liệu lấy từ sổ đã khóa của tháng; số tiền là đồng nguyên. Tên đơn vị sử dụng "
                "lao động được nêu vì người lao động có quyền biết; không nêu tên cá nhân nào.",
                "The figures come from the closed books of the month, in whole đồng. Employers are "
                "named, because their payments are the workers’ to know; no person is.",
            ),
        ),
    )


def summary(document: Read) -> Section:
    """What the unit had, took in, spent and has."""
    balance = document["balance"]
    lines = (
        ("opening_vnd", "Số dư đầu tháng", "Opening balance"),
        ("income_vnd", "Thu của đơn vị trong tháng", "Own income of the month"),
        ("spent_vnd", "Chi trong tháng", "Spent in the month"),
        ("other_changes_vnd", "Nhận, bàn giao và số dư ban đầu", "Hand-overs and openings"),
    )
    rows = [
        Row((Words(vi, en), Figure(balance[key])))
        for key, vi, en in lines
        if balance[key] or key != "other_changes_vnd"
    ]
    rows.append(
        Row(
            (Words("Số dư cuối tháng", "Closing balance"), Figure(balance["closing_vnd"])),
            total=True,
        )
    )
    return Section(
        "balance",
        Words("Tóm tắt", "In short"),
        Words(
            "Đầu tháng còn bao nhiêu, thu và chi bao nhiêu, cuối tháng còn bao nhiêu. Thu chỉ gồm "
            "phần của chính đơn vị, không gồm phần thu hộ cấp khác.",
            "What was there, what came in and went out, and what is left. Income is the unit’s own "
            "share only; money collected for other levels is not in it.",
        ),
        (words("Chỉ tiêu", "Figure"), money("Số tiền (đồng)", "Amount (đồng)")),
        tuple(rows),
    )


def income(document: Read) -> Section:
    """Income by source."""
    return _by_item(
        document["income"],
        "income",
        Words("Thu theo nguồn", "Income by source"),
        Words(
            "Tiền thuộc về đơn vị đã thực nhận trong tháng, theo mục lục tài chính công đoàn.",
            "Money of the unit’s own that arrived in the month, by line of the union’s index.",
        ),
    )


def spending(document: Read) -> Section:
    """Spending by item."""
    return _by_item(
        document["spending"],
        "spending",
        Words("Chi theo mục", "Spending by item"),
        Words(
            "Tiền đã chi trong tháng được dùng vào việc gì.",
            "What the money spent in the month was spent on.",
        ),
    )


def by_fund(document: Read) -> Section:
    """Balances by source of money."""
    rows = [
        Row(
            (
                Words(one["name_vi"], one["name_en"]),
                Figure(one["opening_vnd"]),
                Figure(one["income_vnd"]),
                Figure(one["spent_vnd"]),
                Figure(one["closing_vnd"]),
            )
        )
        for one in document["by_fund"]
    ]
    balance = document["balance"]
    names = ("opening_vnd", "income_vnd", "spent_vnd", "closing_vnd")
    sums = tuple(Figure(balance[name]) for name in names)
    rows.append(Row((Words("Cộng", "Sum"), *sums), total=True))
    return Section(
        "by_fund",
        Words("Số dư theo nguồn", "Balances by source"),
        Words(
            "Mỗi nguồn được theo dõi riêng: tiền kinh phí, đoàn phí và nguồn khác không lẫn nhau.",
            "Each source is kept apart: levy, dues and other money are never mixed.",
        ),
        (
            words("Nguồn", "Source"),
            money("Đầu tháng", "Opening"),
            money("Thu", "Income"),
            money("Chi", "Spent"),
            money("Cuối tháng", "Closing"),
        ),
        tuple(rows),
    )


def cash(document: Read) -> Section:
    """Money in hand and at the bank, and what it is for."""
    held = document["cash"]
    rows = [
        Row((Words("Tiền mặt", "Cash"), Words(""), Figure(held["cash_vnd"]))),
        Row(
            (
                Words("Tiền gửi ngân hàng, kho bạc", "Bank and treasury"),
                Words(""),
                Figure(held["bank_vnd"]),
            )
        ),
        Row((Words("Cộng tiền", "Money in all"), Words(""), Figure(held["total_vnd"])), total=True),
        Row(
            (
                Words("Trong đó: của đơn vị", "Of it: the unit’s own"),
                Words(""),
                Figure(held["own_vnd"]),
            )
        ),
    ]
    rows += [
        Row((_standing(one), Words(one["unit_name"]), Figure(one["amount_vnd"])))
        for one in held["rows"]
    ]
    return Section(
        "cash",
        Words("Tiền đang giữ và tiền đó là của ai", "Money held, and whose it is"),
        Words(
            "Tiền mặt và tiền gửi bằng đúng số dư của đơn vị cộng phần phải trả, trừ phần còn "
            "phải thu (số âm).",
            "Cash and bank equal the unit’s own balance plus what it owes, less what it is owed "
            "(negative).",
        ),
        (
            words("Khoản", "Item"),
            words("Đơn vị liên quan", "Other unit"),
            money("Số tiền (đồng)", "Amount (đồng)"),
        ),
        tuple(rows),
    )


def _standing(one: Read) -> Words:
    """What a balance is; a debt that turned round says so."""
    if one["account"].startswith("136") and one["amount_vnd"] > 0:
        return Words("Phải hoàn lại phần đã nhận thừa", "Received too much, to be given back")
    if one["account"].startswith("336") and one["amount_vnd"] < 0:
        return Words("Được hoàn lại phần đã chuyển thừa", "Sent too much, to come back")
    return Words(one["name_vi"], one["name_en"])


def _by_item(rows: Iterable[Read], key: str, title: Words, meaning: Words) -> Section:
    held = list(rows)
    made = [
        Row((Words(one["item"]), Words(one["name_vi"], one["name_en"]), Figure(one["amount_vnd"])))
        for one in held
    ]
    total = sum(one["amount_vnd"] for one in held)
    made.append(Row((Words(""), Words("Cộng", "Sum"), Figure(total)), total=True))
    return Section(
        key,
        title,
        meaning,
        (
            words("Mục", "Line"),
            words("Nội dung", "Content"),
            money("Số tiền (đồng)", "Amount (đồng)"),
        ),
        tuple(made),
    )
