"""The files of an audit export: which columns each has, what they mean, what leads where.

Pure. A table that is to be exported is one more row of FILES; a test holds the rows to the tables,
so that no column is forgotten.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reports.figures import Words

VERSION: Final = "1"  # of this set of files; told in the package, asked for by the verifier
CHECKPOINTS: Final = "checkpoints"  # the folder of the published notes


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "string"
    NUMBER = "integer"
    DAY = "date"
    FLAG = "boolean"
    HASH = "hash"  # bytes, written in hexadecimal


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds and means, and where it is read."""

    name: str
    kind: Kind
    means: Words
    stored: str = ""  # how it is read; without, it is the table's column of this name
    optional: bool = False  # an empty cell says that there is none


@dataclass(frozen=True, slots=True)
class Leads:
    """A reference: these columns name a row of another file."""

    columns: tuple[str, ...]
    file: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditFile:
    """One file; its rows are read from `source`, where the table is `x` and the book is `b`."""

    name: str
    means: Words
    source: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    leads: tuple[Leads, ...] = ()
    of_books: bool = True  # its rows belong to books; others go into every export whole

    @property
    def path(self) -> str:
        """Its name within the package."""
        return f"{self.name}.csv"


_JOINED: Final = "{table} x JOIN book b ON b.book_id = x.book_id"
_TO_BOOK: Final = Leads(("book",), "books", ("book",))
_TO_ENTRY: Final = Leads(("book", "seq"), "entries", ("book", "seq"))
_TO_PERIOD: Final = Leads(("book", "period"), "periods", ("book", "period"))


def _text(name: str, vi: str, en: str, stored: str = "") -> Column:
    return Column(name, Kind.TEXT, Words(vi, en), stored)


def _number(name: str, vi: str, en: str, stored: str = "", *, optional: bool = False) -> Column:
    return Column(name, Kind.NUMBER, Words(vi, en), stored, optional)


def _day(name: str, vi: str, en: str) -> Column:
    return Column(name, Kind.DAY, Words(vi, en))


def _flag(name: str, vi: str, en: str) -> Column:
    return Column(name, Kind.FLAG, Words(vi, en))


def _hash(name: str, vi: str, en: str) -> Column:
    return Column(name, Kind.HASH, Words(vi, en))


_BOOK: Final = _text("book", "Mã đơn vị giữ sổ", "Code of the unit whose book it is", "b.code")
_PERIOD: Final = _text("period", "Kỳ kế toán, NNNN-TT", "Accounting period, YYYY-MM")
_TAGS: Final = (
    _text("account", "Tài khoản", "Account"),
    _text("fund", "Nguồn", "Source of the money"),
    _text("item", "Mục lục thu chi", "Line of the index"),
    _text("counter_book", "Sổ đối ứng", "The other book of an inter-book transaction"),
)

ACCOUNTS: Final = AuditFile(
    "accounts",
    Words("Hệ thống tài khoản", "The charts of accounts"),
    "account x",
    (
        _text("regime", "Chế độ kế toán", "Accounting regime"),
        _text("code", "Số hiệu", "Code"),
        _text("name_vi", "Tên", "Name in Vietnamese"),
        _text("name_en", "Tên tiếng Anh", "Name in English"),
        _text("nature", "Tính chất: dư Nợ, dư Có, lưỡng tính", "Nature: debit, credit or both"),
        _text("fund", "Nguồn: bắt buộc, được, không", "Fund: required, allowed or refused"),
        _text("item", "Mục: bắt buộc, được, không", "Item: required, allowed or refused"),
        _text(
            "counter_book",
            "Sổ đối ứng: bắt buộc, được, không",
            "Counter book: required, allowed or refused",
        ),
        _flag("control", "Tài khoản tổng hợp có sổ chi tiết", "Control account of a sub-ledger"),
        _flag("postable", "Được hạch toán", "Takes postings"),
        _text("family", "Nhóm đối ứng giữa các sổ", "Family that ties between two books"),
        _text("parent", "Tài khoản cấp trên", "Account above"),
        _text("status", "Mức độ chắc chắn về nguồn", "How sure its source is"),
    ),
    ("regime", "code"),
    ("x.regime", "x.code"),
    of_books=False,
)
BOOKS: Final = AuditFile(
    "books",
    Words("Các sổ và vị trí cuối của mỗi sổ", "The books, and how far each has got"),
    "book b LEFT JOIN book_head x ON x.book_id = b.book_id",
    (
        _BOOK,
        _text("name", "Tên đơn vị", "Name of the unit", "b.name"),
        _text("regime", "Chế độ kế toán", "Accounting regime", "b.regime"),
        _text("currency", "Đồng tiền", "Currency", "b.currency"),
        _number(
            "last_seq",
            "Thứ tự của bút toán cuối; 0: chưa có",
            "Place of the last entry; 0: none",
            "coalesce(x.last_seq, 0)",
        ),
        _number(
            "last_recorded_at_us",
            "Thời điểm ghi cuối, micro giây UTC",
            "When it was recorded, microseconds UTC",
            "coalesce(x.last_recorded_at_us, 0)",
        ),
    ),
    ("book",),
    ("b.book_id",),
)
ENTRIES: Final = AuditFile(
    "entries",
    Words("Bút toán, theo thứ tự ghi sổ", "Entries, in the order of recording"),
    _JOINED.format(table="entry"),
    (
        _BOOK,
        _number("seq", "Thứ tự ghi trong sổ, từ 1", "Place in the book, from 1"),
        _text("journal", "Nhật ký", "Journal"),
        _number("year", "Năm", "Year"),
        _number("number", "Số bút toán trong nhật ký và năm", "Number in journal and year"),
        _PERIOD,
        _day("accounting_on", "Ngày hạch toán", "Accounting date"),
        _day("document_on", "Ngày chứng từ", "Date of the document"),
        _number(
            "recorded_at_us", "Thời điểm ghi, micro giây UTC", "When recorded, microseconds UTC"
        ),
        _text("text", "Diễn giải", "What it is about"),
        _text("source", "Nguồn của yêu cầu", "Where the request came from"),
        _text("key", "Khóa của yêu cầu trong nguồn", "Key of the request in that source"),
        _text("actor", "Người ghi", "Who posted it"),
        _number(
            "reverses_seq",
            "Đảo bút toán có thứ tự này",
            "Place of the entry it reverses",
            optional=True,
        ),
        _number("line_count", "Số dòng", "How many lines it has"),
        _text(
            "papers",
            "Mã băm của các tài liệu đính kèm; trống: không có",
            "Digest over its papers; empty: none",
        ),
        _hash("request_hash", "Mã băm của yêu cầu", "Hash of what was asked for"),
        _hash("leaf_hash", "Mã băm lá trong sổ", "Leaf in the book's log"),
    ),
    ("book", "seq"),
    ("x.book_id", "x.seq"),
    (_TO_BOOK, _TO_PERIOD, Leads(("book", "reverses_seq"), "entries", ("book", "seq"))),
)
LINES: Final = AuditFile(
    "lines",
    Words("Dòng định khoản", "Lines of the entries"),
    _JOINED.format(table="line"),
    (
        _BOOK,
        _number("seq", "Thứ tự của bút toán", "Place of its entry"),
        _number("line_no", "Số dòng, từ 1", "Number of the line, from 1"),
        _day("accounting_on", "Ngày hạch toán của bút toán", "Accounting date of its entry"),
        _TAGS[0],
        _text("side", "D: Nợ, C: Có", "D: debit, C: credit"),
        _number("amount_vnd", "Số tiền, đồng", "Amount in đồng, positive"),
        *_TAGS[1:],
        _text("interbook_ref", "Số chung của giao dịch nội bộ", "One reference for both books"),
    ),
    ("book", "seq", "line_no"),
    ("x.book_id", "x.seq", "x.line_no"),
    (_TO_ENTRY,),
)
PERIOD_EVENTS: Final = AuditFile(
    "period_events",
    Words("Mọi lần thay đổi trạng thái kỳ", "Every change of a period's state"),
    _JOINED.format(table="period_event"),
    (
        _BOOK,
        _number("event_no", "Số thứ tự trong sổ, từ 1", "Number in the book, from 1"),
        _PERIOD,
        _text("from_state", "Trạng thái trước", "State before"),
        _text("to_state", "Trạng thái sau", "State after"),
        _number("at_us", "Thời điểm, micro giây UTC", "When, microseconds UTC"),
        _text("actor", "Người thực hiện hoặc đề nghị", "Who did it, or asked for it"),
        _text("second_actor", "Người chấp thuận mở lại", "Who granted a reopening"),
        _text("reason", "Lý do", "Why"),
        _number(
            "until_us",
            "Thời hạn mở lại, micro giây UTC",
            "When a reopening ends, microseconds UTC",
            optional=True,
        ),
        _text("bound_by", "Sổ cấp trên đặt khóa mềm", "The book above that set a soft lock"),
        _number("at_seq", "Bút toán cuối của sổ lúc đó", "Place of the book's last entry then"),
    ),
    ("book", "event_no"),
    ("x.book_id", "x.event_no"),
    (_TO_BOOK, _TO_PERIOD),
)
PERIODS: Final = AuditFile(
    "periods",
    Words("Kỳ kế toán và trạng thái", "Accounting periods and their states"),
    _JOINED.format(table="period"),
    (
        _BOOK,
        _PERIOD,
        _text("state", "Trạng thái: open, soft, closed, final", "State: open, soft, closed, final"),
        _number(
            "open_until_us",
            "Hạn của kỳ được mở lại, micro giây UTC",
            "Until when a reopened month takes entries, microseconds UTC",
            optional=True,
        ),
        _number("last_event", "Lần thay đổi cuối; 0: chưa có", "Its last change; 0: none"),
    ),
    ("book", "period"),
    ("x.book_id", "x.period"),
    (_TO_BOOK,),
)
SEAL_LOG: Final = AuditFile(
    "seal_log",
    Words(
        "Nhật ký niêm phong của toàn hệ thống, theo thứ tự",
        "The seal log of the whole installation, in order",
    ),
    "seal_log x LEFT JOIN book b ON b.book_id = x.book_id",
    (
        _number("position", "Vị trí, từ 0", "Place, from 0"),
        _PERIOD,
        _text(
            "book",
            "Mã đơn vị; trống: tổng của mọi sổ trong kỳ",
            "Code of the unit; empty: the total of all books of the month",
            "b.code",
        ),
        _number(
            "seal_no", "Số niêm phong trong sổ", "Number of the seal in its book", optional=True
        ),
        _hash("content", "Nội dung được băm", "The bytes that are hashed"),
        _hash("leaf_hash", "Mã băm lá", "Leaf"),
    ),
    ("position",),
    ("x.position",),
    of_books=False,
)
SEALS: Final = AuditFile(
    "seals",
    Words("Niêm phong khi khóa kỳ", "Seals of closed months"),
    _JOINED.format(table="seal"),
    (
        _BOOK,
        _PERIOD,
        _number("seal_no", "Số niêm phong trong sổ", "Number of the seal in its book"),
        _number("event_no", "Lần thay đổi kỳ tương ứng", "The event that closed the month"),
        _number("last_seq", "Bút toán cuối khi khóa", "Place of the last entry then"),
        _hash("log_root", "Gốc của sổ đến bút toán đó", "Root of the book's log up to it"),
        _hash("turnover_root", "Gốc của cây số phát sinh", "Root of the turnover tree"),
        _number("turnover_leaves", "Số lá của cây", "How many leaves that tree has"),
        _number("debit_vnd", "Phát sinh Nợ trong kỳ, đồng", "Debit of the month in đồng"),
        _number("credit_vnd", "Phát sinh Có trong kỳ, đồng", "Credit of the month in đồng"),
        _number("sealed_at_us", "Thời điểm, micro giây UTC", "When, microseconds UTC"),
    ),
    ("book", "seal_no"),
    ("x.book_id", "x.seal_no"),
    (_TO_BOOK, _TO_PERIOD),
)
TURNOVER: Final = AuditFile(
    "turnover",
    Words(
        "Số phát sinh theo tháng, tài khoản và các thẻ",
        "What moved, by month, account and tags",
    ),
    _JOINED.format(table="turnover"),
    (
        _BOOK,
        _PERIOD,
        *_TAGS,
        _number("debit_vnd", "Phát sinh Nợ, đồng", "Debit in đồng"),
        _number("credit_vnd", "Phát sinh Có, đồng", "Credit in đồng"),
        _number("lines", "Số dòng", "How many lines"),
    ),
    ("book", "period", "account", "fund", "item", "counter_book"),
    ("x.book_id", "x.period", "x.account", "x.fund", "x.item", "x.counter_book"),
    (_TO_PERIOD,),
)

# In order of their names.
FILES: Final = (
    ACCOUNTS,
    BOOKS,
    ENTRIES,
    LINES,
    PERIOD_EVENTS,
    PERIODS,
    SEAL_LOG,
    SEALS,
    TURNOVER,
)
