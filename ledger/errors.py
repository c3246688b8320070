"""Refusals: the rule says no, in a sentence, with a stable code and the facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

Fact = str | int | None
_GROUPED: Final = 10_000
_QUOTED: Final = frozenset({"given", "text", "value"})
_DATE: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?", re.ASCII)


class Refusal(Exception):
    """The rule says no.

    A subclass sets `code` (stable, documented) and one sentence per language, whose
    `{names}` are filled from the facts given to the constructor. Nothing here knows HTTP.
    """

    code: ClassVar[str] = "refused"
    vi: ClassVar[str] = "Không được phép."
    en: ClassVar[str] = "Not allowed."

    def __init__(self, **facts: Fact) -> None:
        """Keep the facts; the sentence is made from them when it is read."""
        self.facts: dict[str, Fact] = facts
        super().__init__(self.sentence("en"))

    def sentence(self, language: str = "vi") -> str:
        """The refusal in the reader's words; `language` is "vi" or "en"."""
        return (self.vi if language == "vi" else self.en).format_map(_Known(self.facts, language))


class _Known(dict[str, Fact]):
    """Facts for a sentence, in one language.

    A fact said differently in each language is given as `name_vi` and `name_en`. One that was
    not given shows as its name, never as an error. A month and a day are said as people write
    them; a number of five digits or more is grouped, so that an amount can be read. What somebody
    typed, or what stood in a file, is quoted as it was.
    """

    def __init__(self, facts: Mapping[str, Fact], language: str) -> None:
        super().__init__(facts)
        self._language = language

    def __getitem__(self, key: str) -> Fact:
        fact = super().__getitem__(key)
        if key in _QUOTED:
            return fact
        if isinstance(fact, int) and abs(fact) >= _GROUPED:
            return f"{fact:,}".replace(",", ".").replace("-", "−")
        if isinstance(fact, str) and _DATE.fullmatch(fact):
            return "/".join(reversed(fact.split("-")))
        return fact

    def __missing__(self, key: str) -> Fact:
        said = f"{key}_{self._language}"
        return self[said] if said in self else "{" + key + "}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in data: what, where, and the sentence in both languages.

    `where` names the place in the reader's terms: a row and column, or an entry's public id.
    """

    code: str
    vi: str
    en: str
    where: str = ""
    row: int | None = None
    column: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def sentence(self, language: str = "vi") -> str:
        """The problem in the reader's words; `language` is "vi" or "en"."""
        return (self.vi if language == "vi" else self.en).format_map(_Known(self.facts, language))


class LedgerError(Refusal):
    """A refusal of the book itself."""

    code = "ledger.refused"


class Unbalanced(LedgerError):
    """Debits and credits differ, or there is nothing to post."""

    code = "ledger.unbalanced"
    vi = "Bút toán không cân: Nợ {debit} đồng, Có {credit} đồng."
    en = "The entry does not balance: debit {debit}, credit {credit} đồng."


class UnfitText(LedgerError):
    """A text that is missing, too long, or holds a character no database keeps."""

    code = "ledger.unfit_text"
    vi = "Trường «{field}» để trống, dài quá {most} ký tự hoặc chứa ký tự không lưu được."
    en = (
        "Field “{field}” is empty, longer than {most} characters, or holds one that cannot be kept."
    )


class PairsDoNotTie(LedgerError):
    """What one book owes another is not what the other is owed."""

    code = "ledger.pairs_do_not_tie"
    vi = "Giao dịch {ref} giữa {book} và {counter_book} không khớp: lệch {difference}."
    en = "Transaction {ref} of {book} and {counter_book} does not tie: off by {difference}."


class NotAMirror(LedgerError):
    """A reversal does not exchange the sides of the entry it names."""

    code = "ledger.not_a_mirror"
    vi = "Bút toán đảo không phải là bản đối xứng của bút toán số {seq} trong sổ {book}."
    en = "The reversal is not the mirror of entry {seq} in book {book}."


class PeriodNotOpen(LedgerError):
    """The accounting date falls in a period that is not open."""

    code = "ledger.period_not_open"
    vi = "Kỳ {period} của sổ {book} không mở (trạng thái: {state})."
    en = "Period {period} of book {book} is not open (state: {state})."


class PeriodLapsed(PeriodNotOpen):
    """The time for which a period was reopened is over."""

    code = "ledger.period_lapsed"
    vi = "Thời hạn mở lại kỳ {period} của sổ {book} đã hết."
    en = "The time for which period {period} of book {book} was reopened is over."


class PeriodOrder(LedgerError):
    """Periods close in order."""

    code = "ledger.period_order"
    vi = "Phải khóa kỳ {earlier} của sổ {book} trước khi khóa kỳ {period}."
    en = "Period {earlier} of book {book} must be closed before {period}."


class ReopenInOrder(LedgerError):
    """Periods open again in reverse order."""

    code = "ledger.reopen_in_order"
    vi = "Phải mở kỳ {later} của sổ {book} trước khi mở kỳ {period}."
    en = "Period {later} of book {book} must be opened before {period}."


class PeriodNotClosed(LedgerError):
    """Only a closed period is reopened or made final."""

    code = "ledger.period_not_closed"
    vi = "Kỳ {period} của sổ {book} chưa khóa."
    en = "Period {period} of book {book} is not closed."


class PeriodFinal(LedgerError):
    """A final period stays as it is."""

    code = "ledger.period_final"
    vi = "Kỳ {period} của sổ {book} đã chốt hẳn, không mở lại được."
    en = "Period {period} of book {book} is final and is not reopened."


class ReopeningIncomplete(LedgerError):
    """A reopening lacks a second person, a reason, or an end that lies ahead."""

    code = "ledger.reopening_incomplete"
    vi = "Mở lại kỳ {period} của sổ {book} cần hai người khác nhau, lý do và hạn chót chưa qua."
    en = "Reopening {period} of book {book} takes two people, a reason and an end that lies ahead."


class UnknownAccount(LedgerError):
    """The chart of this book's regime has no such account, or it takes no postings."""

    code = "ledger.unknown_account"
    vi = "Tài khoản {account} không có trong hệ thống tài khoản {regime} hoặc không được hạch toán."
    en = "Account {account} is not in the chart {regime} or takes no postings."


class WrongDimension(LedgerError):
    """A line carries a tag its account refuses, or lacks one it requires."""

    code = "ledger.wrong_dimension"
    vi = "Tài khoản {account}: {dimension} phải {rule}."
    en = "Account {account}: {dimension} must be {rule}."


class UnknownBook(LedgerError):
    """No such book."""

    code = "ledger.unknown_book"
    vi = "Không có sổ {book}."
    en = "There is no book {book}."


class UnknownEntry(LedgerError):
    """No such entry."""

    code = "ledger.unknown_entry"
    vi = "Không có bút toán {entry} trong sổ {book}."
    en = "There is no entry {entry} in book {book}."


class KeyConflict(LedgerError):
    """The same source and key came before with other content."""

    code = "ledger.key_conflict"
    vi = "Khóa {key} của nguồn {source} đã ghi với nội dung khác (bút toán {entry})."
    en = "Key {key} of source {source} was posted before with other content (entry {entry})."


class AlreadyReversed(LedgerError):
    """An entry is reversed at most once, and a reversal is not reversed."""

    code = "ledger.already_reversed"
    vi = "Bút toán {entry} đã được ghi đảo, hoặc chính nó là bút toán đảo."
    en = "Entry {entry} has been reversed before, or is itself a reversal."


class NotMoney(LedgerError):
    """A text that is not a whole number of đồng."""

    code = "money.not_whole"
    vi = "«{text}» không phải là số tiền nguyên đồng."
    en = "“{text}” is not a whole number of đồng."


class OutOfRange(LedgerError):
    """An amount outside what an entry may carry."""

    code = "money.out_of_range"
    vi = "Số tiền {amount} nằm ngoài giới hạn cho phép."
    en = "Amount {amount} is out of range."


class TurnoverFull(LedgerError):
    """A month's turnover would pass what a database's integer holds."""

    code = "ledger.turnover_full"
    vi = "Số phát sinh một tháng của sổ {books} vượt giới hạn ghi được; chưa ghi bút toán nào."
    en = "A month's turnover of book {books} passes what can be kept; no entry was posted."


class NoShares(LedgerError):
    """Nothing to divide by."""

    code = "money.no_shares"
    vi = "Không có tỷ lệ nào để chia."
    en = "There are no weights to divide by."
