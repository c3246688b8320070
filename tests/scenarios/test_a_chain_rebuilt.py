"""Whoever owns the database can make a whole book anew; a checkpoint kept elsewhere finds it."""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, update
from sqlalchemy.orm import Session

from finance.actions.create_signing_key import CreateSigningKey, create_signing_key
from finance.actions.publish_checkpoint import publish_checkpoint
from finance.cli import commands as acting
from finance.records.audit_lines import AuditRow
from finance.records.checkpoints import CheckpointRow, SigningKeyRow
from finance.records.vouchers import VoucherLineRow
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from ledger import book
from ledger.chain import sealed
from ledger.entries import credit, debit
from ledger.periods import Period
from ledger.store import reads, seal_reads
from ledger.store.seal_tables import SealLogRow, SealRow
from ledger.store.tables import EntryRow, LineRow, TurnoverRow
from reports.cli import commands as reading
from tests.federation import SETTINGS, Federation, federation
from tests.ledger.books import past_the_guards
from tests.terminal import Terminal

SPENT, CLOSED, LATER = dt.date(2026, 5, 12), dt.date(2026, 6, 30), dt.date(2026, 7, 31)
TOO_MUCH = 90_000


@dataclass(frozen=True, slots=True)
class Story:
    """A federation whose months are closed, its checkpoint kept by somebody else."""

    fed: Federation
    terminal: Terminal
    keys: Path
    kept: Path  # the file with the checkpoint
    key: str  # the verifier key that was published with it

    def ctx(self, on: dt.date, keys: str = "keys") -> Context:
        """The surroundings of the program, with a folder of keys."""
        made = self.fed.ctx(on)
        return replace(made, settings=replace(SETTINGS, keys_dir=self.keys / keys))

    def verified(self, *words: str, status: int = 0) -> set[str]:
        """What `ledger verify` finds."""
        answer = self.terminal.ask("ledger", "verify", *words, status=status)
        return {row["check"] for row in answer["rows"]}


def _no_web(*_: object) -> object:
    raise AssertionError("these commands build no pages")  # noqa: EM101, TRY003 - a test's own


@pytest.fixture
def story(database: Database, engine_url: str, tmp_path: Path) -> Story:
    """Money is spent in May, May and June are closed, and a reader keeps June's checkpoint."""
    fed = federation(database)
    spent = [debit("611", 10_000, fund="levy", item="31"), credit("112", 10_000)]
    fed.voucher("G1", SPENT, "Thăm hỏi đoàn viên", spent)
    fed.voucher("G1", SPENT, "Chi khác", spent)
    for unit in ("G1", "G2"):
        fed.close(unit, "2026-06", CLOSED)
    rooms = [Room("finance", commands=acting), Room("reports", commands=reading)]
    kept = tmp_path / "checkpoint.txt"
    made = Story(fed, Terminal(Root.of(_no_web, rooms), engine_url), tmp_path, kept, "")
    key = create_signing_key(made.ctx(CLOSED), CreateSigningKey())
    kept.write_text(publish_checkpoint(made.ctx(CLOSED)).note, "utf-8")
    return replace(made, key=str(key))


def test_an_honest_book_keeps_what_it_published(story: Story) -> None:
    """The book goes on, and today's log still begins with the checkpoint of June."""
    for unit in ("G1", "G2", "A1"):
        story.fed.close(unit, "2026-07", LATER)
    publish_checkpoint(story.ctx(LATER))
    assert story.verified() == set()
    assert story.verified("--checkpoint", str(story.kept)) == set()
    assert story.verified("--checkpoint", str(story.kept), "--key", story.key) == set()


def test_a_book_made_anew_is_found_by_the_checkpoint(story: Story, owner_url: str) -> None:
    """Every hash fits again, every seal is new, and only what somebody kept tells the truth."""
    _rebuild(owner_url)
    publish_checkpoint(story.ctx(CLOSED))  # the administrator has the key as well
    assert story.verified() == set()
    assert story.verified("--checkpoint", str(story.kept), status=1) == {"verify.checkpoint_root"}
    assert story.verified("--checkpoint", str(story.kept), "--unit", "G1", status=1) == {
        "verify.checkpoint_root"
    }


def test_a_key_made_anew_is_found_as_well(story: Story, owner_url: str) -> None:
    """With a key of their own in the place of ours, ours is unknown; and a reader has it still."""
    _rebuild(owner_url, SigningKeyRow)
    create_signing_key(story.ctx(CLOSED, "forged"), CreateSigningKey())
    publish_checkpoint(story.ctx(CLOSED, "forged"))
    assert story.verified() == set()
    refused = story.terminal.refused("ledger", "verify", "--checkpoint", str(story.kept))
    assert refused["code"] == "checkpoint.unknown_key"
    found = story.verified("--checkpoint", str(story.kept), "--key", story.key, status=1)
    assert found == {"verify.checkpoint_root"}


def test_a_log_cut_short_is_found(story: Story, owner_url: str) -> None:
    """Seals and checkpoints taken away: what is left verifies, and is shorter than was signed."""
    with past_the_guards(owner_url, "audit_line") as connection:
        for table in (CheckpointRow, SealLogRow, SealRow):
            connection.execute(delete(table))
        _forget(connection, "publish_checkpoint")
    assert story.verified() == set()
    assert story.verified("--checkpoint", str(story.kept), status=1) == {"verify.checkpoint_size"}


def _forget(connection: Connection, action: str) -> None:
    """Take these acts out of the log as well."""
    connection.execute(delete(AuditRow).where(AuditRow.action == action))


def _rebuild(owner_url: str, *gone: type[SigningKeyRow]) -> None:
    """Let more have been spent than was: in voucher, lines, turnovers, hashes, seals and log."""
    with (
        past_the_guards(owner_url, "audit_line", "voucher_line") as connection,
        Session(connection) as session,
    ):
        _forget(connection, "publish_checkpoint")
        if gone:
            _forget(connection, "create_signing_key")
        held = reads.books_by_code(session, ["G1"])["G1"]
        own = (LineRow.book_id == held.book_id, LineRow.seq == 1)
        session.execute(update(LineRow).where(*own).values(amount_vnd=10_000 + TOO_MUCH))
        signed = (VoucherLineRow.unit_code == "G1", VoucherLineRow.seq == 1)
        session.execute(update(VoucherLineRow).where(*signed).values(amount_vnd=10_000 + TOO_MUCH))
        posted = reads.entry_by_seq(session, "G1", 1)
        assert posted is not None
        request, content, leaf = sealed(posted)
        session.execute(
            update(EntryRow)
            .where(EntryRow.book_id == held.book_id, EntryRow.seq == 1)
            .values(request_hash=request, content=content, leaf_hash=leaf)
        )
        for account, more in (
            ("611", {"debit_vnd": TurnoverRow.debit_vnd + TOO_MUCH}),
            ("112", {"credit_vnd": TurnoverRow.credit_vnd + TOO_MUCH}),
        ):
            session.execute(
                update(TurnoverRow)
                .where(TurnoverRow.book_id == held.book_id, TurnoverRow.account == account)
                .values(more)
            )
        old = seal_reads.seals_of(session, held.book_id)
        session.execute(delete(CheckpointRow))
        for table in gone:
            session.execute(delete(table))
        session.execute(delete(SealLogRow))
        session.execute(delete(SealRow).where(SealRow.book_id == held.book_id))
        for seal in old:
            book.seal_period(session, "G1", Period(seal.period), seal.sealed_at_us)
        session.commit()
