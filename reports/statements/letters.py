"""A paper of a case in words and tables, in both languages.

Pure. It says how sure each amount is and what was assumed; a fine stands there as a range that is
proposed, by which decree, and that its multiplier is disputed.
"""

from dataclasses import dataclass
from typing import Final

from finance.rules.casework import STEP_WORDS, Step
from finance.rules.letters import Letter
from finance.rules.loss import Certainty, Finding, Part
from finance.rules.loss_words import (
    CERTAINTY_WORDS,
    GAP_WORDS,
    MEASURE_WORDS,
    TAX_STATUS_WORDS,
    VIOLATION_WORDS,
)
from finance.rules.rates import Law
from finance.rules.sanctions import FineRange
from ledger.money import format_vnd
from reports.figures import Cell, Figure, Row, Section, Words, money, words

_TITLES: Final = {
    Step.NOTICE: Words("THÔNG BÁO ĐÔN ĐỐC ĐÓNG KINH PHÍ CÔNG ĐOÀN", "REMINDER TO PAY THE LEVY"),
    Step.MINUTES: Words(
        "BIÊN BẢN LÀM VIỆC VỀ ĐÓNG KINH PHÍ CÔNG ĐOÀN", "WORKING MINUTES ON THE LEVY"
    ),
    Step.PROPOSAL: Words("KIẾN NGHỊ THANH TRA, KIỂM TRA", "PROPOSAL TO INSPECT"),
    Step.DOSSIER: Words("HỒ SƠ KIẾN NGHỊ XỬ PHẠT", "SANCTION DOSSIER"),
}
_ASKED: Final = {
    Step.NOTICE: Words(
        "Đề nghị đơn vị kê khai, đóng đủ số tiền nêu trên, hoặc gửi tài liệu chứng minh khác.",
        "Please declare and pay the amount above, or send what shows other figures.",
    ),
    Step.MINUTES: Words(
        "Hai bên đã đối chiếu các số liệu nêu trên và thống nhất ghi nhận như sau.",
        "Both sides have gone through the figures above and put down what follows.",
    ),
    Step.PROPOSAL: Words(
        "Đề nghị cơ quan có thẩm quyền thanh tra, kiểm tra việc đóng kinh phí của đơn vị.",
        "The authority is asked to inspect how this employer pays the levy.",
    ),
    Step.DOSSIER: Words(
        "Đề nghị cơ quan có thẩm quyền xem xét, xử phạt. Công đoàn không tự xử phạt.",
        "The authority is asked to consider a sanction. The union itself does not fine.",
    ),
}
_NO_INTEREST: Final = Words(
    "Không tính lãi theo ngày: không văn bản nào quy định lãi chậm đóng kinh phí công đoàn.",
    "No daily interest is counted: no text sets one for the levy.",
)


@dataclass(frozen=True, slots=True)
class LetterText:
    """A paper as it is printed, part by part."""

    title: Words
    subject: Words
    opening: tuple[Words, ...]
    sections: tuple[Section, ...]
    closing: tuple[Words, ...]


def letter_text(letter: Letter, law: Law) -> LetterText:
    """Put a paper into words.

    Takes    `law` for the names of what was assumed.
    Source   (sources: nd_105_2026) art. 17 says what may be asked and proposed
    """
    evidence = letter.step in {Step.PROPOSAL, Step.DOSSIER}
    sections = [_amounts(letter.finding), _measured(letter.finding)]
    if letter.earlier:
        sections.append(_earlier(letter))
    if letter.fine is not None:
        sections.append(_fine(letter.fine, letter.instrument))
    if evidence:
        sections.append(_evidence(letter))
    return LetterText(
        title=_TITLES[letter.step],
        subject=_subject(letter),
        opening=_opening(letter),
        sections=tuple(sections),
        closing=_closing(letter, law),
    )


def _subject(letter: Letter) -> Words:
    day = f"{letter.made_on:%d/%m/%Y}"
    turn = letter.step is Step.NOTICE
    return Words(
        f"Số {letter.letter_no} · ngày {day} · hồ sơ {letter.case_no}"
        + (f" · lần {letter.turn}" if turn else ""),
        f"No. {letter.letter_no} · {day} · case {letter.case_no}"
        + (f" · reminder {letter.turn}" if turn else ""),
    )


def _opening(letter: Letter) -> tuple[Words, ...]:
    finding = letter.finding
    vi, en = GAP_WORDS[finding.kind]
    sure_vi, sure_en = CERTAINTY_WORDS[finding.certainty]
    amount = format_vnd(finding.at_stake_vnd)
    whom = f"{letter.name}, MST {letter.tax_code}"
    english = f"{letter.name}, tax code {letter.tax_code}"
    proposes = letter.step in {Step.PROPOSAL, Step.DOSSIER}
    money_vi = f"{amount} đồng ({sure_vi})."
    money_en = f"{amount} đồng ({sure_en})."
    if finding.certainty is Certainty.UNMEASURED:
        money_vi, money_en = f"{sure_vi}.", f"{sure_en}."
    return (
        Words(
            f"Về đơn vị: {whom}" if proposes else f"Kính gửi: {whom}",
            f"About: {english}" if proposes else f"To: {english}",
        ),
        Words(
            f"Nội dung: {vi.lower()}, năm {finding.year}.", f"About: {en.lower()}, {finding.year}."
        ),
        Words(f"Số tiền kinh phí công đoàn: {money_vi}", f"Levy at stake: {money_en}"),
    )


def _closing(letter: Letter, law: Law) -> tuple[Words, ...]:
    assumed = [
        Words(
            f"Giả định do Công đoàn tự chọn, chưa có văn bản quy định: {held[-1].vi}"
            f" ({held[-1].written}).",
            f"Assumed by the union's own choice, no text sets it: {held[-1].en}"
            f" ({held[-1].written}).",
        )
        for held in (law.history(key) for key in letter.finding.assumed)
    ]
    said = [Words(f"Ý kiến, cam kết của đơn vị: {letter.note}", f"Said and agreed: {letter.note}")]
    pay = [
        Words(
            f"Nội dung chuyển khoản: {letter.transfer_text}",
            f"Text of the transfer: {letter.transfer_text}",
        )
    ]
    made = Words(
        f"Người lập: {letter.made_by}. Đại diện {letter.unit_name} ký, đóng dấu.",
        f"Made by {letter.made_by}. Signed and sealed for {letter.unit_name}.",
    )
    return (
        *assumed,
        _ASKED[letter.step],
        *(said if letter.note else []),
        *(pay if letter.step is Step.NOTICE else []),
        _NO_INTEREST,
        made,
    )


def _amounts(finding: Finding) -> Section:
    rows = [Row(_part(part)) for part in finding.parts]
    if finding.less_vnd:
        less = Words("Trừ tiền đã nộp", "Less what was paid")
        rows.append(Row((less, Words(""), Figure(None), Figure(-finding.less_vnd))))
    total = Words("Cộng", "Total")
    rows.append(
        Row((total, Words(""), Figure(None), Figure(int(finding.at_stake_vnd))), total=True)
    )
    return Section(
        "amounts",
        Words("Số tiền", "Amounts"),
        Words(
            "Quỹ lương chênh lệch nhân với tỷ lệ; khoản đã ghi nhận đứng nguyên số.",
            "The missing wage fund times the rate; what is recorded stands as it is.",
        ),
        (
            words("Kỳ", "Period"),
            words("Tỷ lệ", "Rate"),
            money("Căn cứ, đồng", "Base, đồng"),
            money("Số tiền, đồng", "Amount, đồng"),
        ),
        tuple(rows),
    )


def _part(part: Part) -> tuple[Cell, ...]:
    period = "/".join(reversed(part.period.split("-")))
    rate = "–" if part.rate is None else part.rate.value
    return Words(period), Words(rate), Figure(int(part.base_vnd)), Figure(int(part.amount_vnd))


def _measured(finding: Finding) -> Section:
    rows = tuple(
        Row((Words(*MEASURE_WORDS[name]), _measure(value)))
        for name, value in finding.measured.items()
    )
    return Section(
        "measured",
        Words("Số liệu làm căn cứ", "What it was computed from"),
        Words(
            "Ai cũng tính lại được số tiền từ các số liệu này.",
            "Anyone can compute the amount again from these.",
        ),
        (words("Số liệu", "Figure"), words("Giá trị", "Value")),
        rows,
    )


def _measure(value: int | str) -> Words:
    if isinstance(value, int):
        return Words(format_vnd(value))
    return Words(*TAX_STATUS_WORDS[value]) if value in TAX_STATUS_WORDS else Words(value)


def _earlier(letter: Letter) -> Section:
    rows = tuple(
        Row(
            (
                Words(*(name.capitalize() for name in STEP_WORDS[sent.step])),
                Words(f"{sent.letter_no}, {sent.on:%d/%m/%Y}"),
                Figure(int(sent.at_stake_vnd)),
            )
        )
        for sent in letter.earlier
    )
    return Section(
        "earlier",
        Words("Văn bản đã lập", "Papers made before"),
        Words("Số tiền như khi gửi.", "Amounts as they were sent."),
        (
            words("Văn bản", "Paper"),
            words("Số, ngày", "No. and day"),
            money("Số tiền, đồng", "Amount, đồng"),
        ),
        rows,
    )


def _fine(fine: FineRange, instrument: str) -> Section:
    low, high = format_vnd(fine.from_vnd), format_vnd(fine.to_vnd)
    below_vi, below_en = ("đến", "to") if fine.to_included else ("đến dưới", "to below")
    pairs = [
        (Words("Hành vi", "Act"), Words(*VIOLATION_WORDS[fine.violation])),
        (
            Words("Số phải đóng tại biên bản, đồng", "Owed on the day of the minutes, đồng"),
            Words(f"{format_vnd(fine.owed_vnd)} ({fine.on:%d/%m/%Y})"),
        ),
        (
            Words("Khung phạt đề nghị, đồng", "Range proposed, đồng"),
            Words(f"từ {low} {below_vi} {high}", f"from {low} {below_en} {high}"),
        ),
        (Words("Mức tối đa, đồng", "Most, đồng"), Words(format_vnd(fine.cap_vnd))),
        (Words("Căn cứ", "By"), Words(f"{fine.article}, {instrument}")),
    ]
    if fine.organisation:
        pairs.append((Words("Hệ số với tổ chức", "Multiplier of an organisation"), _times(fine)))
        single = " – ".join(format_vnd(each) for each in fine.single_vnd)
        pairs.append(
            (Words("Khung khi không nhân hệ số, đồng", "Range without it, đồng"), Words(single))
        )
    return Section(
        "fine",
        Words("Khung phạt để cơ quan có thẩm quyền xem xét", "A range for the authority"),
        Words(
            "Chỉ là kiến nghị: không phải quyết định, không ghi sổ.",
            "A proposal only: no decision, and in no book.",
        ),
        (words("Nội dung", "What"), words("Giá trị", "Value")),
        tuple(Row(pair) for pair in pairs),
    )


def _times(fine: FineRange) -> Words:
    if not fine.disputed:
        return Words(f"× {fine.multiplier}")
    return Words(
        f"× {fine.multiplier} – CÓ TRANH CÃI: do hệ thống đặt, người có thẩm quyền quyết định",
        f"× {fine.multiplier} – DISPUTED: configured here, the authority decides",
    )


def _evidence(letter: Letter) -> Section:
    rows = tuple(
        Row(
            (
                Words(str(number)),
                Words(one.what_vi, one.what_en),
                Words(one.where),
                Words(one.sha256),
            )
        )
        for number, one in enumerate(letter.evidence, start=1)
    )
    return Section(
        "evidence",
        Words("Danh mục chứng cứ", "Evidence"),
        Words(
            "SHA-256 của bản ghi hoặc của tệp: đổi một chữ là khác.",
            "SHA-256 of the record or the file: one letter changed makes another.",
        ),
        (
            words("Số", "No."),
            words("Chứng cứ", "Evidence"),
            words("Nơi lưu", "Kept at"),
            words("SHA-256", "SHA-256"),
        ),
        rows,
    )
