"""A federation to act in: a database, and its verbs on it, each on a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import MetaData, Row, select
from sqlalchemy.orm import Session

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.assess_levy import AssessedUnit, AssessLevy, assess_levy
from finance.actions.close_period import Closed, ClosePeriod, close_period
from finance.actions.distribute_shares import DistributeShares, distribute_shares
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.import_accounts import import_accounts
from finance.actions.import_employers import import_employers
from finance.actions.import_openings import import_openings
from finance.actions.import_split_rules import import_split_rules
from finance.actions.import_units import import_units
from finance.actions.match_receipts import Decision, Matched, match_receipts
from finance.actions.record_bank_rows import Statement, record_bank_rows
from finance.actions.record_declarations import record_declarations
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.dues_pairs import check_dues_waiting
from finance.records.histories import check_histories
from finance.records.obligations import ObligationRow
from finance.records.payments import Payment
from finance.records.receipts import ReceiptRow
from finance.records.subledgers import compare, untied
from finance.rules.bank_debits import ReadDebit
from finance.rules.facts import (
    AccountFacts,
    BankFacts,
    DeclarationFacts,
    EmployerFacts,
    OpeningFacts,
    SplitRuleFacts,
    UnitFacts,
)
from finance.runtime.batches import Judged
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from finance.runtime.settings import Settings
from ledger.balances import Tagged, balance
from ledger.entries import Line
from ledger.periods import Period, periods_between
from ledger.store import reads
from tests.builders import (
    BOOKS,
    OPENED,
    START,
    UNIONS,
    account,
    account_of,
    bank_row,
    decision,
    declaration,
    dues_rule,
    employer,
    levy_rule,
    numbered,
    unit,
    waits,
)

SETTINGS = Settings(secret_key="k" * 40)
ACCOUNTANT = Actor("lan", (Grant("TLD", "accountant"),))
_REFLECTED: dict[str, MetaData] = {}
APPROVER = Actor("minh", (Grant("TLD", "approver"),))


class Batches:
    """Numbers the batches of a test and keeps what was said of each; no raw rows."""

    def __init__(self) -> None:
        """Begin with none."""
        self.judged: list[Judged] = []

    def begin(self, session: Session) -> int:
        """The number of the batch."""
        assert session.is_active
        return len(self.judged) + 1

    def finish(self, session: Session, judged: Judged) -> None:
        """Keep what was said of the rows."""
        assert session.is_active
        self.judged.append(judged)


@dataclass(slots=True)
class Federation:
    """A database, and the verbs acting on it, each on a day, as the system or as a person."""

    database: Database
    batches: Batches = field(default_factory=Batches)

    def ctx(self, on: dt.date, actor: Actor = SYSTEM) -> Context:
        """The surroundings of a call on a day."""
        return Context(self.database, FixedClock(on), actor, SETTINGS)

    def units(self, *rows: UnitFacts, on: dt.date = OPENED) -> Judged:
        """Take units in."""
        return import_units(self.ctx(on), numbered(rows), self.batches)

    def employers(self, *rows: EmployerFacts, on: dt.date = OPENED) -> Judged:
        """Take employers in."""
        return import_employers(self.ctx(on), numbered(rows), self.batches)

    def accounts(self, *rows: AccountFacts) -> Judged:
        """Take bank accounts in."""
        return import_accounts(self.ctx(OPENED), numbered(rows), self.batches)

    def rules(self, *rows: SplitRuleFacts) -> Judged:
        """Take split rules in."""
        return import_split_rules(self.ctx(OPENED), numbered(rows), self.batches)

    def openings(self, *rows: OpeningFacts, on: dt.date = OPENED) -> Judged:
        """Take opening balances in."""
        return import_openings(self.ctx(on), numbered(rows), self.batches)

    def declare(self, on: dt.date, *rows: DeclarationFacts) -> Judged:
        """Take declarations in."""
        return record_declarations(self.ctx(on), numbered(rows), self.batches)

    def assess(self, period: str, on: dt.date, unit: str = "") -> list[AssessedUnit]:
        """Assess the levy of a month."""
        return assess_levy(self.ctx(on), AssessLevy(Period(period), on, unit))

    def bank(
        self, on: dt.date, account_no: str, *rows: BankFacts, read: ReadDebit | None = None
    ) -> Judged:
        """Take a statement in; debits wait unless `read` knows better."""
        statement = Statement(account_no, numbered(rows), read or waits)
        return record_bank_rows(self.ctx(on), statement, self.batches)

    def match(self, on: dt.date, *decisions: Decision) -> Matched:
        """Match receipts as decided."""
        return match_receipts(self.ctx(on), decisions, on)

    def distribute(self, on: dt.date, unit: str = "", *set_off: str) -> list[Payment]:
        """Pay the shares."""
        return distribute_shares(self.ctx(on), DistributeShares(on, unit, frozenset(set_off)))

    def close(self, book: str, period: str, on: dt.date) -> Closed:
        """Close a month and those before it that are open."""
        first = Period(f"{on.year - 2}-01")
        with self.database.reading() as session:
            held = reads.books_by_code(session, [book])[book]
            states = reads.period_states(session, held.book_id)
        months = [month for month in periods_between(first, Period(period)) if month in states]
        closed = [close_period(self.ctx(on), ClosePeriod(book, month)) for month in months]
        return closed[-1]

    def voucher(self, unit: str, on: dt.date, text: str, lines: Sequence[Line]) -> str:
        """Draft, submit and approve a voucher; its entry's public id."""
        maker, checker = self.ctx(on, ACCOUNTANT), self.ctx(on, APPROVER)
        seq = draft_voucher(maker, DraftVoucher(unit, on, on, text, lines))
        submit_voucher(maker, SubmitVoucher(unit, seq))
        return approve_voucher(checker, ApproveVoucher(unit, seq))

    def add(self, *rows: object) -> None:
        """Write rows of registers that have no verb yet."""
        with self.database.writing() as session:
            session.add_all(rows)
            session.commit()

    def tagged(self, first: dt.date, last: dt.date, *books: str) -> list[Tagged]:
        """What stood before and moved in a span, by tags."""
        with self.database.reading() as session:
            return reads.tagged(session, books or BOOKS, first, last)

    def owe(self, tax_code: str, period: str, levy: int, on: dt.date = OPENED) -> None:
        """Let an employer owe this levy for a month: declared and assessed."""
        self.declare(on, declaration(tax_code, period, levy * 50))
        self.assess(period, on)

    def receive(self, unit_code: str, reference: str, amount: int, on: dt.date) -> str:
        """Let money come into a unit's account; the receipt's public id."""
        self.bank(on, account_of(unit_code), bank_row(reference, on, amount))
        with self.database.reading() as session:
            found = session.scalars(select(ReceiptRow).where(ReceiptRow.reference == reference))
            return found.one().public_id

    def pay(self, tax_code: str, period: str, levy: int, on: dt.date, holder: str = "LDA") -> str:
        """Let an employer owe a month's levy and pay it at once; the receipt's public id."""
        self.owe(tax_code, period, levy, on)
        receipt = self.receive(holder, f"{tax_code}/{period}", levy, on)
        done = self.match(on, decision(receipt, tax_code, {period: levy}))
        assert done.refused == []
        return receipt

    def receipt(self, public_id: str) -> ReceiptRow:
        """A receipt as it stands."""
        unit_code, _, seq = public_id.split("/")
        with self.database.reading() as session:
            return session.get_one(ReceiptRow, (unit_code, int(seq)))

    def obligation(self, tax_code: str, period: str, collector: str = "LDA") -> ObligationRow:
        """An obligation as it stands."""
        with self.database.reading() as session:
            return session.get_one(ObligationRow, (collector, tax_code, period))

    def balance(self, book: str, account_code: str, counter_book: str = "") -> int:
        """What stands on an account of a book, debit positive; towards one other book, or all."""
        rows = self.tagged(START, dt.date(2028, 12, 31), book)
        tags = {"counter_book": counter_book} if counter_book else {}
        return balance(rows, account=account_code, **tags)

    def assert_sound(self, *books: str) -> None:
        """Accounts equal sub-ledgers, pairs tie, rows are their histories, what waits is owed."""
        with self.database.reading() as session:
            held = books or tuple(reads.books_by_code(session))
            off = {
                book: [line for line in compare(session, book) if line.difference_vnd]
                for book in held
            }
            loose = {book: untied(session, book) for book in held}
            found = (*check_histories(session, ""), *check_dues_waiting(session, ""))
            bent = [problem.sentence("en") for problem in found]
        assert {book: lines for book, lines in off.items() if lines} == {}
        assert {book: lines for book, lines in loose.items() if lines} == {}
        assert bent == []


def federation(database: Database, *, rules: bool = True) -> Federation:
    """The units, employers, accounts and (unless told otherwise) the rules of June 2026."""
    made = Federation(database)
    made.units(*(unit(code) for code in BOOKS))
    made.employers(*(employer(tax_code) for tax_code in UNIONS))
    made.accounts(*(account(code) for code in BOOKS))
    if rules:
        made.rules(*levy_rule(), *dues_rule())
    return made


def codes(judged: Judged) -> dict[int, list[str]]:
    """What was held against each row."""
    return {row: [each.code for each in found] for row, found in judged.problems.items()}


def contents(database: Database) -> dict[str, list[Row[*tuple[Any, ...]]]]:
    """Every row of every table, but the log of acts: an act that changes nothing is logged too."""
    with database.reading() as session:
        return {
            table.name: sorted(session.execute(select(table)).all(), key=repr)
            for table in _tables(database).sorted_tables
            if table.name != "audit_line"
        }


def _tables(database: Database) -> MetaData:
    """The tables as the database itself has them; looked up once for each engine."""
    name = database.engine_name
    if name not in _REFLECTED:
        _REFLECTED[name] = MetaData()
        _REFLECTED[name].reflect(database.engine)
    return _REFLECTED[name]
