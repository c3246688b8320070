"""Rows of a book as a check sees them, and how a fault is told.

Pure. Values come as they are stored; days as ISO text.
"""

from typing import NamedTuple

from ledger.errors import Fact, Problem


class StoredEntry(NamedTuple):
    """A row of `entry`, with the code of its book; the first sixteen as the chain packs them."""

    book: str
    seq: int
    journal: str
    year: int
    number: int
    period: str
    accounting_on: str
    document_on: str
    recorded_at_us: int
    text: str
    source: str
    key: str
    actor: str
    reverses_seq: int | None
    line_count: int
    papers: str
    request_hash: bytes
    content: bytes
    leaf_hash: bytes

    @property
    def public_id(self) -> str:
        """BOOK/JOURNAL/YEAR/NUMBER."""
        return f"{self.book}/{self.journal}/{self.year}/{self.number}"


class StoredLine(NamedTuple):
    """A row of `line`; the first eight as the chain packs them."""

    line_no: int
    account: str
    side: str
    amount_vnd: int
    fund: str
    item: str
    counter_book: str
    interbook_ref: str
    accounting_on: str


class StoredTurnover(NamedTuple):
    """A row of `turnover`, without its book."""

    period: str
    account: str
    fund: str
    item: str
    counter_book: str
    debit_vnd: int
    credit_vnd: int
    lines: int


class StoredMonth(NamedTuple):
    """A row of `period`, without its book and month."""

    state: str
    open_until_us: int | None
    last_event: int


class StoredEvent(NamedTuple):
    """A row of `period_event`, without its book."""

    event_no: int
    period: str
    from_state: str
    to_state: str
    at_us: int
    actor: str
    second_actor: str
    reason: str
    until_us: int | None
    bound_by: str
    at_seq: int


_SENTENCES = {
    "kind": (
        "Số thứ tự, số bút toán hoặc thời điểm ghi không phải số nguyên.",
        "Place, number or time of recording is not an integer.",
    ),
    "amount": (
        "Số tiền ở dòng {line} không phải số nguyên dương.",
        "The amount of line {line} is not a positive whole number.",
    ),
    "unbalanced": ("Nợ {debit}, Có {credit}: không cân.", "Debit {debit}, credit {credit}."),
    "lines": (
        "Có {lines} dòng, bút toán ghi {line_count}; phải đánh số từ 1 và có ít nhất 2 dòng.",
        "There are {lines} lines, the entry says {line_count}; they count from 1, two or more.",
    ),
    "content": (
        "Nội dung đã lưu khác với các trường của bút toán.",
        "The stored bytes are not those of the entry's fields.",
    ),
    "leaf": ("Mã băm lá không đúng.", "The leaf hash is not that of the stored bytes."),
    "request": ("Mã băm yêu cầu không đúng.", "The request hash is not that of the entry."),
    "seq": (
        "Số thứ tự {seq} đứng sau {before}: bị hở hoặc lặp.",
        "Place {seq} follows {before}: a gap or a double.",
    ),
    "recorded_at": (
        "Thời điểm ghi không muộn hơn bút toán trước.",
        "It was not recorded later than the entry before it.",
    ),
    "number": (
        "Số bút toán {number} đứng sau {before}: bị hở hoặc lặp.",
        "Number {number} follows {before}: a gap or a double.",
    ),
    "period": (
        "Kỳ {period} hoặc năm {year} không khớp ngày hạch toán {day}.",
        "Period {period} or year {year} is not that of the accounting date {day}.",
    ),
    "no_period": ("Sổ không có kỳ {period}.", "The book has no period {period}."),
    "line_day": (
        "Ngày hạch toán ở dòng {line} khác của bút toán.",
        "The accounting date of line {line} is not that of the entry.",
    ),
    "account": (
        "Tài khoản {account} không có trong hệ thống tài khoản hoặc không được hạch toán.",
        "Account {account} is not in the chart or takes no postings.",
    ),
    "chart": (
        "Tài khoản {account}: tính chất hay quy tắc ghi không đọc được.",
        "Account {account}: its nature or a rule of it cannot be read.",
    ),
    "tags": (
        "Tài khoản {account}: thiếu hoặc thừa nguồn, mục lục hay sổ đối ứng.",
        "Account {account}: fund, item or counter book is missing or refused.",
    ),
    "counter_book": (
        "Sổ đối ứng {counter_book} không có, hoặc là chính sổ này.",
        "Counter book {counter_book} does not exist, or is this book itself.",
    ),
    "reversal": (
        "Bút toán đảo không phải bản đối xứng của bút toán số {seq}, hoặc đảo lần thứ hai.",
        "The reversal is not the mirror of entry {seq}, or is its second.",
    ),
    "orphan_line": (
        "Dòng {line} thuộc bút toán số {seq} không tồn tại.",
        "Line {line} belongs to entry {seq}, which does not exist.",
    ),
    "head": (
        "Đầu sổ ghi {stored}, các bút toán cho {counted}.",
        "The head of the book says {stored}, its entries say {counted}.",
    ),
    "counter": (
        "Bộ đếm {journal}/{year} ghi {stored}, các bút toán cho {counted}.",
        "Counter {journal}/{year} says {stored}, the entries say {counted}.",
    ),
    "turnover_missing": (
        "Thiếu số phát sinh của {tags}: {counted}.",
        "The turnover of {tags} is missing: {counted}.",
    ),
    "turnover_extra": (
        "Số phát sinh của {tags} không có dòng nào: {stored}.",
        "The turnover of {tags} has no lines: {stored}.",
    ),
    "turnover_wrong": (
        "Số phát sinh của {tags} ghi {stored}, các dòng cho {counted}.",
        "The turnover of {tags} says {stored}, the lines say {counted}.",
    ),
    "period_order": (
        "Kỳ {period} đã khóa chặt hơn kỳ {earlier} đứng trước.",
        "Period {period} is locked further than {earlier} before it.",
    ),
    "period_state": (
        "Trạng thái kỳ {period} khác với lịch sử của kỳ.",
        "The state of period {period} is not what its history says.",
    ),
    "event_order": (
        "Thay đổi số {event} (kỳ {period}) bị hở, lặp hoặc lùi thời gian.",
        "Change {event} (period {period}) leaves a gap, is a double or goes back in time.",
    ),
    "event_change": (
        "Thay đổi số {event} của kỳ {period} không hợp lệ.",
        "Change {event} of period {period} is not a legal one.",
    ),
    "event_ahead": (
        "Thay đổi số {event} của kỳ {period} đứng sau bút toán cuối của sổ.",
        "Change {event} of period {period} stands past the last entry of the book.",
    ),
    "closed_month": (
        "Bút toán được ghi khi kỳ {period} đã khóa.",
        "The entry was recorded while period {period} was closed.",
    ),
    "lapsed_month": (
        "Bút toán được ghi sau khi hết thời hạn mở lại kỳ {period}.",
        "The entry was recorded after the time for which period {period} was reopened.",
    ),
    "no_book": ("Không có sổ của dòng dữ liệu này.", "There is no book for this row."),
    "ties": (
        "Giao dịch {ref}, {pair}, ngày {day}: lệch {difference} đồng.",
        "Transaction {ref}, {pair}, on {day}: off by {difference} đồng.",
    ),
}


_NOTHING = "–"  # what is told of a value that is missing


def fault(name: str, where: str, **facts: Fact | None) -> Problem:
    """A problem named `verify.NAME`; `where` is the public id of the entry, or the book."""
    told = {fact: _NOTHING if value is None else value for fact, value in facts.items()}
    vi, en = _SENTENCES[name]
    return Problem(f"verify.{name}", vi, en, where=where, facts=told)
