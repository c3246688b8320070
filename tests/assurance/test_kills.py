"""Whatever is killed at whatever moment: what was acknowledged stands, and stands whole."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.audit_lines import AuditRow
from finance.records.scope import EVERYTHING
from finance.records.vouchers import VoucherRow, VoucherState
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.store import reads
from reports.queries.checks import check_books
from tests.assurance.browser import Browser, NoAnswer
from tests.assurance.figures import Figures
from tests.assurance.installation import Installation
from tests.assurance.processes import until
from tests.assurance.proofs import SEED
from tests.assurance.writer import DAY
from tests.assurance.writer import UNIT as WRITERS_UNIT
from tests.engines import EmbeddedPostgres, Engine, NoPostgres
from tests.federation import ACCOUNTANT, Federation, federation

CLIENTS = 3
UNIT = "G1"
PAGE = f"/office/units/{UNIT}/vouchers/"
LIMIT_S = 10
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


@pytest.fixture
def installation(engine: Engine, tmp_path: Path) -> Iterator[Installation]:
    """An installation of its own on each engine; on PostgreSQL with its own, durable server."""
    own: Engine = engine
    server = None
    if engine.name == "postgresql":
        try:
            own = server = EmbeddedPostgres()
        except NoPostgres as reason:
            pytest.skip(str(reason))
    made = Installation(tmp_path, own.fresh(), server)
    yield made
    made.end()
    if server is not None:
        server.close()


@dataclass(slots=True)
class Desk:
    """Where people approve vouchers through the pages, and what they were told."""

    waiting: list[int]
    approved: list[int] = field(default_factory=list)

    def work(self, visitor: Browser, quota: threading.Semaphore) -> None:
        """Approve until the quota is used up or the server gives no answer."""
        while quota.acquire(blocking=False):
            seq = self.waiting.pop()
            try:
                visitor.approve(f"{PAGE}{seq}/")
            except NoAnswer:
                return  # it may have been posted or not: nobody was told
            self.approved.append(seq)


def _prepare(fed: Federation, count: int) -> list[int]:
    made = []
    for _ in range(count):
        made.append(
            draft_voucher(fed.ctx(DAY, ACCOUNTANT), DraftVoucher(UNIT, DAY, DAY, "Chi", LINES))
        )
        submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher(UNIT, made[-1]))
    return made


def _lost(database: Database, desk: Desk, written: dict[str, str]) -> int:
    """How much of what was acknowledged is not in the books."""
    with database.reading() as session:
        vouchers = {entry.draft.key for entry in reads.entries(session, UNIT)}
        entries = {e.draft.key: e.public_id for e in reads.entries(session, WRITERS_UNIT)}
    missing = [seq for seq in desk.approved if f"{UNIT}/V/{seq}" not in vouchers]
    return len(missing) + len(written.items() - entries.items())


def _halves(database: Database) -> int:
    """How many approvals are there in part: voucher, entry, and the line of the log."""
    with database.reading() as session:
        rows = session.scalars(select(VoucherRow).where(VoucherRow.state == VoucherState.POSTED))
        posted = {f"{row.unit_code}/V/{row.seq}": row.entry for row in rows}
        entries = {e.draft.key: e.public_id for e in reads.entries(session, UNIT)}
        logged = session.scalars(
            select(AuditRow.subject).where(AuditRow.action == "approve_voucher")
        ).all()
    return len(posted.items() ^ entries.items()) + len(set(logged) ^ set(entries))


def _work_and_kill(
    installation: Installation, desk: Desk, visitor: Browser, chance: random.Random, each: int
) -> tuple[str, float]:
    """Let everybody work, kill something in the midst of it; what, and when."""
    victim = chance.choice(installation.victims)
    before = len(desk.approved) + len(installation.written())
    enough = before + chance.randrange(1, each)
    quota = threading.Semaphore(each)
    clients = [threading.Thread(target=desk.work, args=(visitor, quota)) for _ in range(CLIENTS)]
    installation.give([f"{before}-{number}" for number in range(each)])
    for client in clients:
        client.start()
    until(
        "some acknowledgements", lambda: len(desk.approved) + len(installation.written()) >= enough
    )
    killed_at = time.monotonic()
    installation.kill(victim)
    for client in clients:
        client.join()
    return victim, killed_at


def test_killed_at_random(installation: Installation, figures: Figures) -> None:
    """No acknowledged entry is lost, none is there by half, and everything answers again."""
    kills, each = figures.size("kills"), figures.size("vouchers")
    database, chance = Database(installation.url).within(EVERYTHING), random.Random(SEED)  # noqa: S311 - a seeded draw, no secret
    desk = Desk(_prepare(federation(database), kills * each))
    installation.begin()
    visitor = installation.visit()
    victims, took = Counter[str](), list[float]()
    lost = halves = problems = 0
    for _ in range(kills):
        victim, killed_at = _work_and_kill(installation, desk, visitor, chance, each)
        installation.restart(database, visitor, PAGE)
        took.append(time.monotonic() - killed_at)
        victims[victim] += 1
        lost += _lost(database, desk, installation.written())
        halves += _halves(database)
        with database.reading() as session:
            problems += len(check_books(session, "").rows)
    acknowledged = len(desk.approved) + len(installation.written())
    database.dispose()
    figures.exactly("kills", kills, victims.total())
    figures.told_only("killed", ", ".join(f"{name} {n}" for name, n in sorted(victims.items())))
    figures.told_only("acknowledged", acknowledged)
    figures.exactly("acknowledged and lost", 0, lost)
    figures.exactly("posted by half", 0, halves)
    figures.exactly("problems the ledger finds", 0, problems)
    figures.under("slowest restart, kill to first answer", LIMIT_S, max(took), "s")
