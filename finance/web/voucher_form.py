"""What a typed voucher says: a draft, or everything that is wrong with it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from finance.rules.vouchers import LARGEST_VND
from finance.web.choices import Choices, fund_of
from finance.web.typed import kept, read_day
from finance.web.voucher_problems import problem, problem_of
from finance.web.voucher_typed import COLUMNS, LONGEST_CELL, MOST_ROWS, Row, Typed
from ledger.accounts import Account, TagRule
from ledger.entries import Line, Side
from ledger.errors import NotMoney, OutOfRange, Problem
from ledger.money import ZERO, Vnd, format_vnd, parse_vnd
from ledger.periods import Period, period_of

_SIDES: Final = {"debit": Side.DEBIT, "credit": Side.CREDIT}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a form is judged by: the choices, the open months, and the one that is worked in."""

    choices: Choices
    open_months: frozenset[Period]
    working: Period


@dataclass(slots=True)
class Judged:
    """What the form says; `problems` hold the row and column, or the field in `column` alone."""

    accounting_on: dt.date | None = None
    document_on: dt.date | None = None
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, problem: Problem) -> None:
        """Note one thing that is wrong."""
        self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: str
    text: str


def judge(given: Typed, around: Surroundings) -> Judged:
    """Read the form.

    Returns  both days and the lines, and every problem, each at its place. An unbalanced draft is
             none: it may be kept, only not submitted. Empty rows are passed over.
    """
    judged = Judged()
    _judge_head(given, around, judged)
    for number, row in enumerate(given.rows, start=1):
        if not row.empty:
            _judge_row(number, row, around.choices, judged)
    if len(given.rows) > MOST_ROWS:
        judged.refuse(problem("too_many_rows", "account-1", most=MOST_ROWS))
    elif all(row.empty for row in given.rows):
        judged.refuse(problem("no_rows", "account", row=1))
    for side, amount in zip(("debit", "credit"), given.sums, strict=True):
        if amount > LARGEST_VND:
            judged.refuse(problem_of(OutOfRange(amount=format_vnd(amount)), 1, side))
    return judged


def _judge_head(given: Typed, around: Surroundings, judged: Judged) -> None:
    judged.accounting_on = read_day(given.accounting_on, around.working)
    if judged.accounting_on is None:
        judged.refuse(problem("no_day", "accounting_on"))
    elif period_of(judged.accounting_on) not in around.open_months:
        period = period_of(judged.accounting_on)
        judged.refuse(problem("month_not_open", "accounting_on", month=_month(period)))
    judged.document_on = judged.accounting_on
    if given.document_on.strip():
        judged.document_on = read_day(given.document_on, around.working)
        if judged.document_on is None:
            judged.refuse(problem("no_day", "document_on"))
    if not given.text.strip():
        judged.refuse(problem("no_text", "text"))
    elif not kept(given.text.strip()):
        judged.refuse(problem("unfit_text", "text"))


def _judge_row(number: int, row: Row, choices: Choices, judged: Judged) -> None:
    problems = [
        problem("too_long", column, row=number)
        for column in COLUMNS
        if not kept(getattr(row, column), LONGEST_CELL)
    ]
    if problems:
        judged.problems.extend(problems)
        return
    account, wrong = _account(number, row.account, choices)
    side, amount, unread = _amount(number, row)
    tags = {"fund": fund_of(row.fund) or "", "item": choices.item(row.item) or ""}
    wrong.extend(unread)
    for name, tag in tags.items():
        wrong.extend(_tag_problems(_Cell(number, name, getattr(row, name)), tag, account))
    judged.problems.extend(wrong)
    if account is not None and not wrong:
        judged.lines.append(Line(account.code, side, amount, **tags))


def _account(number: int, text: str, choices: Choices) -> tuple[Account | None, list[Problem]]:
    if not text.strip():
        return None, [problem("no_account", "account", row=number)]
    code = choices.account(text)
    if code is None:
        return None, [problem("unknown_account", "account", row=number, account=text.strip())]
    if code not in {each.code for each in choices.accounts}:
        return None, [problem("control_account", "account", row=number, account=code)]
    return choices.chart[code], []


def _amount(number: int, row: Row) -> tuple[Side, Vnd, list[Problem]]:
    """The side and the amount; zero when there is something wrong with it."""
    given = [(column, getattr(row, column)) for column in _SIDES if getattr(row, column).strip()]
    if len(given) != 1:
        code = "both_sides" if given else "no_amount"
        return Side.DEBIT, ZERO, [problem(code, "debit", row=number)]
    column, text = given[0]
    try:
        amount = parse_vnd(text)
    except (NotMoney, OutOfRange) as refusal:
        return _SIDES[column], ZERO, [problem_of(refusal, number, column)]
    wrong = [] if amount > 0 else [problem("not_positive", column, row=number)]
    return _SIDES[column], amount, wrong


def _tag_problems(cell: _Cell, tag: str, account: Account | None) -> Iterator[Problem]:
    """What is wrong with a fund or an item; `tag` is what was read in the cell, or nothing."""
    name, row = cell.column, cell.row
    if cell.text.strip() and not tag:
        yield problem(f"unknown_{name}", name, row=row, given=cell.text.strip())
    elif account is not None:
        rule = account.fund if name == "fund" else account.item
        if rule is TagRule.REQUIRED and not tag:
            yield problem(f"{name}_wanted", name, row=row, account=account.code)
        if rule is TagRule.REFUSED and tag:
            yield problem(f"{name}_not_taken", name, row=row, account=account.code)


def _month(period: Period) -> str:
    return f"{period[5:]}/{period[:4]}"
