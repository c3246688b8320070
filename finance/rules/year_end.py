"""The year's end: what a book carries into the next year, source by source.

Pure. Income and spending of each source close into the accumulated balance of the same source,
so that what is left of the levy stays levy. What is left of the State's money follows the budget
law: it goes on only where a decision lets it, and otherwise goes back. Which of the two it is, no
text at hand settles for a unit: without the decision it is refused, never guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from finance.rules.consolidation import ACCUMULATED, INCOME, SPENDING
from finance.rules.errors import RuleError
from ledger.balances import Tagged
from ledger.entries import Line, credit, debit

STATE: Final = "state"
DUE_TO_STATE: Final = "333"


class StateMoney(StrEnum):
    """What becomes of the State's money that is left at the end of the year."""

    CARRY = "carry"  # it may be spent next year
    RETURN = "return"  # it goes back


class StateMoneyUndecided(RuleError):
    """What becomes of the State's money is decided by the budget law, case by case."""

    code = "year.state_money"
    vi = (
        "{book} còn {amount} đồng nguồn ngân sách nhà nước hỗ trợ cuối năm: phải nêu quyết định "
        "được chuyển sang năm sau hay phải nộp lại."
    )
    en = (
        "{book} has {amount} đồng of the State's support left at the end of the year: say which "
        "decision carries it over or sends it back."
    )


class NothingToReturn(RuleError):
    """What was overspent cannot go back."""

    code = "year.nothing_to_return"
    vi = "{book} đã chi vượt {amount} đồng nguồn ngân sách nhà nước hỗ trợ: không có gì để nộp lại."
    en = "{book} overspent the State's support by {amount} đồng: nothing is left to go back."


class YearNotClosed(RuleError):
    """All twelve months are closed before their year is final."""

    code = "year.not_closed"
    vi = "Kỳ {period} của {unit} chưa khóa nên chưa thể chốt năm {year}."
    en = "Period {period} of {unit} is not closed, so {year} cannot be made final yet."


class ReopeningUndecided(RuleError):
    """A request to reopen one of the months waits."""

    code = "year.reopening_undecided"
    vi = "Đề nghị mở lại kỳ {period} của {unit} còn chờ quyết định."
    en = "A request to reopen {period} of {unit} waits for a decision."


class YearBeforeNotFinal(RuleError):
    """Years become final in order."""

    code = "year.before_not_final"
    vi = "Năm {before} của {unit} chưa chốt nên chưa thể chốt năm {year}."
    en = "The year {before} of {unit} is not final, so {year} cannot be made final yet."


class YearNotCarried(RuleError):
    """What a year brought and cost is closed into what is accumulated before the year is final."""

    code = "year.not_carried"
    vi = "Năm {year} của {unit} chưa kết chuyển hết theo nguồn."
    en = "The year {year} of {unit} is not carried forward by source yet."


@dataclass(frozen=True, slots=True)
class Carried:
    """What one source brought and cost in the year, and so adds to what is accumulated (đồng)."""

    fund: str
    income_vnd: int
    spent_vnd: int

    @property
    def left_vnd(self) -> int:
        """What is left of it; negative when more was spent than came in."""
        return self.income_vnd - self.spent_vnd


def to_carry(book: str, rows: Iterable[Tagged]) -> list[Carried]:
    """What stands on income and spending of a book, by source in order of its name.

    Takes    movements by tag; those of other books are left out.
    Returns  only sources on which anything stands.
    """
    sums: dict[str, list[int]] = {}
    for row in _standing(book, rows):
        held = sums.setdefault(row.fund, [0, 0])
        if row.account == INCOME:
            held[0] -= row.closing_vnd
        else:
            held[1] += row.closing_vnd
    return [Carried(fund, *held) for fund, held in sorted(sums.items())]


def carry_forward(
    book: str, rows: Iterable[Tagged], ref: str, state: StateMoney | None
) -> tuple[Line, ...]:
    """Close income and spending into what is accumulated, source by source.

    Takes    movements by tag up to the last day of the year; the reference of the lines that
             name another book; what becomes of the State's money, None when nobody decided.
    Returns  lines that balance within each source; none when nothing stands.
    Raises   StateMoneyUndecided, NothingToReturn.
    Source   (sources: nd_105_2026) article 3(3); the accounts it takes are our own reading.
    """
    held = list(rows)
    lines: list[Line] = []
    for source in to_carry(book, held):
        own = (row for row in _standing(book, held) if row.fund == source.fund)
        lines.extend(_closing(row, ref) for row in own)
        lines.extend(_left(book, source, state))
    return tuple(lines)


def _standing(book: str, rows: Iterable[Tagged]) -> Iterator[Tagged]:
    for row in rows:
        if row.book == book and row.account in (INCOME, SPENDING) and row.closing_vnd:
            yield row


def _closing(row: Tagged, ref: str) -> Line:
    """The line that brings a balance to zero."""
    side = credit if row.closing_vnd > 0 else debit
    return side(
        row.account,
        abs(row.closing_vnd),
        fund=row.fund,
        item=row.item,
        counter_book=row.counter_book,
        interbook_ref=ref if row.counter_book else "",
    )


def _left(book: str, source: Carried, state: StateMoney | None) -> Iterator[Line]:
    left = source.left_vnd
    if not left:
        return
    account = ACCUMULATED
    if source.fund == STATE:
        if state is None:
            raise StateMoneyUndecided(book=book, amount=left)
        if state is StateMoney.RETURN:
            if left < 0:
                raise NothingToReturn(book=book, amount=-left)
            account = DUE_TO_STATE
    side = credit if left > 0 else debit
    yield side(account, abs(left), fund=source.fund)
