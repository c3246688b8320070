"""Take a file in: read, screen, judge, keep; all of it or, when anything fails, none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from collectors.evidence import Feed
from collectors.intake.arrivals import (
    AnotherAccountsFile,
    Arrival,
    IntakeReport,
    NoBankAccount,
)
from collectors.intake.debits import read_debit
from collectors.intake.keeper import BatchKeeper
from collectors.intake.profiles import offer_for
from collectors.intake.screened_file import screened
from collectors.sources.feed_file import Wish, open_feed
from collectors.sources.profiled import NO_OFFER
from collectors.tables import BatchRow
from finance.actions.import_accounts import import_accounts
from finance.actions.import_employers import import_employers
from finance.actions.import_members import import_members
from finance.actions.import_openings import import_openings
from finance.actions.import_split_rules import import_split_rules
from finance.actions.import_units import import_units
from finance.actions.record_bank_rows import Statement, record_bank_rows
from finance.actions.record_declarations import record_declarations
from finance.actions.record_payroll import record_payroll
from finance.actions.record_tax_facts import record_tax_facts
from finance.runtime.batches import Judged, Keeper
from finance.runtime.context import Context
from finance.runtime.progress import Told, nobody

_Act = Callable[[Context, Sequence[Any], Keeper], Judged]
_ACTS: Mapping[Feed, _Act] = {
    Feed.SI: record_declarations,
    Feed.TAX: record_tax_facts,
    Feed.UNITS: import_units,
    Feed.EMPLOYERS: import_employers,
    Feed.ACCOUNTS: import_accounts,
    Feed.SPLIT_RULES: import_split_rules,
    Feed.OPENINGS: import_openings,
    Feed.MEMBERS: import_members,
    Feed.PAYROLL: record_payroll,
}


def take_in(ctx: Context, arrival: Arrival, told: Told = nobody) -> IntakeReport:
    """Take a file in.

    Takes    the file; `told` hears how many rows have been read so far.
    Returns  what became of its rows. A bad row waits in quarantine and holds nothing up; the
             same file again takes nothing.
    Raises   NoBankAccount for a statement that names none; UnknownProfile; what `open_feed`
             refuses a whole file for; AnotherAccountsFile; UnknownBankAccount, PermissionRefused.
             Then nothing at all is kept.
    """
    bank = arrival.feed is Feed.BANK
    asked = "".join(arrival.account_no.split()) if bank else ""
    source = open_feed(arrival.path, arrival.feed, _wish(ctx, arrival, asked))
    account_no = source.account_no
    if bank and not account_no:
        raise NoBankAccount
    arrival = replace(arrival, account_no=account_no)
    if bank:
        _hold_to_account(ctx, source.digest, account_no)
    with screened(arrival.feed, source.rows, told) as rows:
        keeper = BatchKeeper(ctx, arrival, source, rows)
        if bank:
            record_bank_rows(ctx, Statement(account_no, rows.records, read_debit), keeper)
        else:
            _ACTS[arrival.feed](ctx, rows.records, keeper)
    assert keeper.report is not None, "the action has not finished its batch"
    return keeper.report


def _wish(ctx: Context, arrival: Arrival, asked: str) -> Wish:
    offer = NO_OFFER
    if arrival.feed is Feed.BANK:
        with ctx.database.reading() as session:
            offer = offer_for(session, asked, arrival.profile, ctx.today)
    return Wish(arrival.file_format, arrival.encoding, asked, offer)


def _hold_to_account(ctx: Context, digest: str, account_no: str) -> None:
    """Refuse a file whose rows were taken in for another account.

    Raises   AnotherAccountsFile. A file without rows may be anybody's.
    """
    with ctx.database.reading() as session:
        other = session.scalars(
            select(BatchRow.account_no)
            .where(
                BatchRow.digest == digest,
                BatchRow.feed == Feed.BANK.value,
                BatchRow.account_no != account_no,
                BatchRow.rows_taken > 0,
            )
            .limit(1)
        ).one_or_none()
    if other is not None:
        raise AnotherAccountsFile(account_no=other)
