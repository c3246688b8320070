"""The levy and dues of a disclosure as tables: owed, shares, proof, rules, dues.

Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from finance.rules.collection import format_rate, rate_of
from reports.disclosure.facts import CUSTODY
from reports.figures import Figure, Row, Section, Words, money, words
from reports.figures.terms import PERSON, month, per_cent, role, status

Read = Mapping[str, Any]
_ABOVE: Final = ("upper", "province", "national")
_AMOUNT = money("Số tiền (đồng)", "Amount (đồng)")


def levy(document: Read) -> Section:
    """What employers had to pay, paid and still owe."""
    held = document["levy"]
    own = held["scope"] == "employers"
    lines: list[tuple[str, Words]] = [
        ("owed_vnd", Words("Phải nộp", "To be paid")),
        ("collected_vnd", Words("Đã nộp trong tháng", "Paid in the month")),
        ("open_vnd", Words("Còn phải nộp", "Still to be paid")),
    ]
    if held["overdue_vnd"]:
        lines.append(("overdue_vnd", Words("Trong đó đã quá hạn", "Of it overdue")))
    if held["suspended_vnd"]:
        until = f"{held['suspended_until'][8:]}/{month(held['suspended_until'][:7])}"
        text = Words(
            f"Được tạm dừng đóng, chậm nhất {until} phải nộp",
            f"Suspended, to be paid by {until} at the latest",
        )
        lines.append(("suspended_vnd", text))
    lines += [
        (
            "shared_to_unit_vnd",
            Words("Phần chia cho đơn vị trong tháng", "Shared to the unit in the month"),
        ),
        (
            "shared_not_received_vnd",
            Words("Được phân chia nhưng chưa nhận", "Shared, not yet received"),
        ),
    ]
    nothing = not any(held[key] for key, _ in lines)
    whose = Words(
        "Kinh phí công đoàn (tính trên quỹ tiền lương đóng bảo hiểm) của các đơn vị sử dụng lao "
        "động nơi công đoàn cơ sở hoạt động.",
        "The levy (on the insured wage fund) of the employers where this union works.",
    )
    collected = Words(
        "Kinh phí công đoàn (tính trên quỹ tiền lương đóng bảo hiểm) mà đơn vị này trực tiếp thu.",
        "The levy (on the insured wage fund) that this unit itself collects.",
    )
    return Section(
        "levy",
        Words("Kinh phí công đoàn phải nộp và đã nộp", "The levy owed and paid"),
        _with_rate(whose if own else collected, held),
        (words("Chỉ tiêu", "Figure"), _AMOUNT),
        () if nothing else tuple(Row((text, Figure(held[key]))) for key, text in lines),
    )


def _with_rate(meaning: Words, held: Read) -> Words:
    """The sentence, and how much of what was to be paid in the month was paid."""
    rate = rate_of(held["collected_vnd"], held["owed_vnd"])
    if rate is None or held["collected_vnd"] < 0:  # more was taken back than paid
        return meaning
    return Words(
        f"{meaning.vi} Đã nộp trong tháng {format_rate(rate)} số phải nộp.",
        f"{meaning.en} {format_rate(rate, 'en')} of what was to be paid was paid in the month.",
    )


def shares(document: Read) -> Section:
    """Who got which share of what was paid in the month."""
    held = document["levy"]["shares"]
    rows = [
        Row((role(one["role"]), Words(one["unit_name"]), _kept(one), Figure(one["amount_vnd"])))
        for one in held
    ]
    total = Figure(sum(one["amount_vnd"] for one in held))
    if rows:
        rows.append(Row((Words("Cộng", "Sum"), Words(""), Words(""), total), total=True))
    return Section(
        "shares",
        Words("Phần giữ lại và phần chuyển đi", "Shares kept and passed on"),
        Words(
            "Số đã nộp trong tháng được chia cho từng cấp; các phần cộng lại bằng đúng số đã nộp.",
            "What was paid in the month, divided among the levels; the shares add up to it.",
        ),
        (
            words("Cấp", "Level"),
            words("Đơn vị", "Unit"),
            words("Đi đâu", "Kept or passed"),
            _AMOUNT,
        ),
        tuple(rows),
    )


def proof(document: Read) -> Section:
    """Each matched part with its grassroots share, and the difference to the exact one."""
    held = document["proof"]
    one_by_one = document["levy"]["scope"] == "employers"
    rows = [Row(_proof_cells(one, one_by_one=one_by_one)) for one in held["rows"]]
    if rows:
        rows.append(Row(_proof_total(held["rows"]), total=True))
    return Section(
        "proof",
        Words("Bằng chứng phần của cơ sở", "Proof of the grassroots share"),
        Words(
            "Từng khoản đã nộp (m) và phần của cơ sở (g). Cột cuối nhân số nguyên để kiểm tra: "
            "chênh lệch chỉ do làm tròn đến đồng, không vượt quá mức tối đa.",
            "Each payment (m) and its grassroots share (g). The last column checks it in whole "
            "numbers: a difference comes from rounding to the đồng and stays within the limit.",
        ),
        (
            words("Đơn vị sử dụng lao động", "Employer")
            if one_by_one
            else words("Công đoàn cơ sở", "Grassroots union"),
            words("Mã số thuế", "Tax code") if one_by_one else words("Số khoản", "Payments"),
            words("Tháng lương", "Wage month"),
            money("Đã nộp", "Paid"),
            money("Cơ sở", "Grassroots"),
            money("Cấp trên", "Upper"),
            money("Tỉnh, ngành", "Province"),
            money("Tổng LĐ", "National"),
            words("Kiểm tra", "Check"),
        ),
        tuple(rows),
    )


def rules(document: Read) -> Section:
    """The rules the shares were made by, each with its text and how sure it is."""
    rows: list[Row] = []
    for one in document["proof"]["rules"]:
        fixed = one["grassroots"]
        rows.append(
            Row(
                (
                    Words(
                        f"Phần cơ sở: {per_cent(fixed['share'])}",
                        f"Grassroots share: {per_cent(fixed['share'])}",
                    ),
                    Words(_day(fixed["from"])),
                    Words(_joined((fixed["instrument"], fixed["article"], fixed["issued_by"]))),
                    status(fixed["status"]),
                )
            )
        )
        text = _levels(one["shares"])
        rows.append(
            Row(
                (
                    Words(f"Chia giữa các cấp: {text.vi}", f"Between the levels: {text.en}"),
                    Words(month(one["from"])),
                    Words(_joined((one["decision"], f"({one['scope']})"))),
                    status(one["status"]),
                )
            )
        )
    return Section(
        "rules",
        Words("Quy định đã áp dụng", "The rules applied"),
        Words(
            "Tỷ lệ nào, từ khi nào, theo văn bản nào, và văn bản đó đã được đối chiếu hay chưa.",
            "Which share, since when, by which text, and whether that text has been checked.",
        ),
        (
            words("Quy định", "Rule"),
            words("Từ", "From"),
            words("Văn bản", "Text"),
            words("Mức chắc chắn", "How sure"),
        ),
        tuple(rows),
    )


def dues(document: Read) -> Section:
    """Dues collected, kept and passed on."""
    held = document["dues"]
    lines = (
        ("collected_vnd", "Đoàn phí đã thu", "Dues collected"),
        ("kept_vnd", "Phần để lại đơn vị", "Kept by the unit"),
        ("passed_vnd", "Phần của cấp trên", "Part of the units above"),
        ("paid_up_vnd", "Đã nộp lên cấp trên trong tháng", "Paid upwards in the month"),
    )
    nothing = not any(held[key] for key, _, _ in lines)
    return Section(
        "dues",
        Words("Đoàn phí", "Dues"),
        Words(
            "Đoàn phí do đoàn viên đóng: phần để lại và phần nộp cấp trên trực tiếp.",
            "What members pay: the part kept here and the part of the unit directly above.",
        ),
        (words("Chỉ tiêu", "Figure"), _AMOUNT),
        () if nothing else tuple(Row((Words(vi, en), Figure(held[key]))) for key, vi, en in lines),
    )


def _kept(one: Read) -> Words:
    if one["role"] == CUSTODY:
        return Words("giữ hộ", "held")
    return Words("giữ lại", "kept") if one["kept"] else Words("chuyển đi", "passed on")


def _proof_cells(one: Read, *, one_by_one: bool) -> tuple[Words | Figure, ...]:
    p, q = one["share"].split("/")
    difference = str(one["difference"]).replace("-", "\N{MINUS SIGN}")
    sum_text = f"{q}g − {p}m = {difference};".replace(" ", "\N{NO-BREAK SPACE}")
    check = f"{sum_text} tối đa {one['most']}"
    check_en = f"{sum_text} at most {one['most']}"
    nobody = Words("Nơi chưa có công đoàn", "No union there")
    name = Words(one["name"]) if one["name"] else (PERSON if one_by_one else nobody)
    second = one["tax_code"] if one_by_one else str(one["parts"])
    above = tuple(Figure(_level_sum(one, key)) for key in _ABOVE)
    return (
        name,
        Words(second),
        Words(month(one["period"])),
        Figure(one["matched_vnd"]),
        Figure(one["grassroots_vnd"]),
        *above,
        Words(check, check_en),
    )


def _proof_total(rows: Iterable[Read]) -> tuple[Words | Figure, ...]:
    held = list(rows)
    above = tuple(Figure(sum(_level_sum(one, key) for one in held)) for key in _ABOVE)
    return (
        Words("Cộng", "Sum"),
        Words(""),
        Words(""),
        Figure(sum(one["matched_vnd"] for one in held)),
        Figure(sum(one["grassroots_vnd"] for one in held)),
        *above,
        Words(""),
    )


def _level_sum(one: Read, key: str) -> int:
    return sum(share["amount_vnd"] for share in one["shares"] if share["role"] == key)


def _levels(held: Iterable[Read]) -> Words:
    order = {key: at for at, key in enumerate(("grassroots", *_ABOVE))}
    rows = sorted(held, key=lambda one: order.get(one["role"], len(order)))
    parts = [(role(one["role"]), per_cent(one["share"])) for one in rows]
    return Words(
        "; ".join(f"{name.vi} {share}" for name, share in parts),
        "; ".join(f"{name.of('en')} {share}" for name, share in parts),
    )


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(text for text in texts if text)


def _day(iso: str) -> str:
    return f"{iso[8:]}/{month(iso[:7])}"
