"""A federation's month with a row in every guarded table: what the proofs attack."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.close_case import CloseCase, close_case
from finance.actions.create_signing_key import CreateSigningKey, create_signing_key
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.open_case import OpenCase, open_case
from finance.actions.propose_reward import ProposeReward, propose_reward
from finance.actions.publish_checkpoint import publish_checkpoint
from finance.actions.publish_relief_list import PublishReliefList, publish_relief_list
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.actions.take_case_step import TakeStep, take_case_step
from finance.rules.casework import CaseOutcome, Step
from finance.rules.loss import Gap
from finance.rules.relief import ReliefKind
from finance.rules.rewards import Recipient
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from ledger.entries import credit, debit
from ledger.money import Vnd
from ledger.periods import Period
from ledger.store.base import Base
from tests.architecture.pages import import_rooms
from tests.builders import BOOKS, E1, E2, E3, E4, opening
from tests.casework import by_tax, press, tax_fact
from tests.federation import ACCOUNTANT, APPROVER, SETTINGS, Federation, federation
from tests.papers import PDF
from tests.relieved import grant
from tests.reports.publishing import publish

DAY: Final = dt.date(2026, 7, 10)
CLOSED_ON: Final = dt.date(2026, 7, 20)
YEAR_END: Final = dt.date(2026, 12, 31)
JUNE: Final = Period("2026-06")
JUNE_FIRST: Final = dt.date(2026, 6, 1)
LINES: Final = (debit("611", 5, fund="levy", item="31"), credit("112", 5))
_CAME_IN: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "batch",
        {
            "id": 1,
            "feed": "bank",
            "file_name": "june.csv",
            "format": "csv",
            "digest": "0" * 64,
            "received_at_us": 1,
            "actor": "lan",
            "rows_read": 2,
            "rows_taken": 1,
            "rows_unchanged": 0,
            "rows_superseded": 0,
            "rows_quarantined": 1,
        },
    ),
    ("raw_row", {"batch_id": 1, "row_no": 2, "cells": "{}", "state": "taken", "digest": "0" * 64}),
    (
        "raw_row",
        {"batch_id": 1, "row_no": 3, "cells": "{}", "state": "quarantined", "digest": "0" * 64},
    ),
    (
        "dues",
        {
            "unit_code": "G1",
            "member_no": "M1",
            "period": "2026-06",
            "dues_group": "fixed",
            "wage_base_vnd": 0,
            "amount_vnd": 5,
            "paid_vnd": 5,
        },
    ),
    (
        "dues_event",
        {
            "unit_code": "G1",
            "seq": 1,
            "member_no": "M1",
            "period": "2026-06",
            "delta_vnd": 5,
            "extra_delta_vnd": 0,
            "way": "cash",
            "accounting_on": DAY,
            "ref": "G1/IB/99",
            "decided_by": "lan",
        },
    ),
    (
        "quarantine",
        {
            "batch_id": 1,
            "row_no": 3,
            "position": 1,
            "column": "amount",
            "code": "bank.amount",
            "vi": "Sai",
            "en": "Wrong",
            "facts": "{}",
        },
    ),
    (
        "column_profile",
        {
            "unit_code": "G1",
            "seq": 1,
            "name": "Bank",
            "valid_from": JUNE_FIRST,
            "ended": False,
            "body": "{}",
            "made_by": "lan",
            "made_at_us": 1,
        },
    ),
)


def tell(database: Database, folder: Path) -> Federation:
    """Openings, levy paid and shared, a voucher, a month closed and disclosed, a file.

    The month's seals stand under a checkpoint; its key lies in the folder. An employer is
    suspended, and the year's list of relief published.
    """
    import_rooms()
    fed = federation(database)
    fed.openings(opening("G1", "112", 900_000), opening("G1", "4316", -900_000, "levy"))
    fed.pay(E1, JUNE, 1_000, DAY)
    fed.pay(E2, JUNE, 2_000, DAY)
    fed.distribute(DAY)
    _voucher_with_a_paper(fed)
    _cases_and_a_reward(fed)
    for unit in BOOKS:
        fed.close(unit, JUNE, CLOSED_ON)
    publish(database, FixedClock(CLOSED_ON), "G1", JUNE)
    settings = replace(SETTINGS, keys_dir=folder)
    ctx = Context(database, FixedClock(CLOSED_ON), SYSTEM, settings)
    create_signing_key(ctx, CreateSigningKey())
    publish_checkpoint(ctx)
    grant(fed, E1, ReliefKind.SUSPENSION, "2026-12", "2026-12", CLOSED_ON)
    publish_relief_list(fed.ctx(YEAR_END, APPROVER), PublishReliefList("LDA", 2026))
    with database.writing() as session:
        for table, row in _CAME_IN:
            put(session.connection(), table, row)
        session.commit()
    return fed


def _voucher_with_a_paper(fed: Federation) -> None:
    maker, checker = fed.ctx(DAY, ACCOUNTANT), fed.ctx(DAY, APPROVER)
    seq = draft_voucher(maker, DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    attach_papers(maker, AttachPapers("G1", seq, [GivenPaper("hóa đơn.pdf", PDF)]))
    submit_voucher(maker, SubmitVoucher("G1", seq))
    approve_voucher(checker, ApproveVoucher("G1", seq))


def _cases_and_a_reward(fed: Federation) -> None:
    """A case that is closed, one that is worked with a paper, and a reward that waits."""
    worker = fed.ctx(DAY, ACCOUNTANT)
    by_tax(fed, DAY, tax_fact(E3), tax_fact(E4))
    for tax_code in (E3, E4):
        open_case(worker, OpenCase("LDA", tax_code, 2026, Gap.NOT_IN_SI))
    close_case(worker, CloseCase("LDA", 1, CaseOutcome.CLOSED, "Nhầm"))
    take_case_step(worker, TakeStep("LDA", 2, Step.NOTICE, press))
    wish = ProposeReward(
        "A1",
        Recipient.PERSON,
        "Bà Hoa",
        "079099000001",
        Vnd(5),
        DAY,
        "Giúp",
        outside=True,
        key="hoa-1",
    )
    propose_reward(worker, wish)


def put(connection: Connection, table: str, row: dict[str, Any], verb: str = "") -> None:
    """Insert a row; `verb` is what stands between INSERT and INTO."""
    statement = Base.metadata.tables[table].insert().values(row)
    connection.execute(statement.prefix_with(verb) if verb else statement)
