"""Against losses: from three feeds to a finding, a case, two letters, minutes, a dossier, payment.

The whole of it for an accountant to read. E1 declares social insurance for 60 people from January
to June 2026, on 300 million a month, and pays; then it says nothing more. Tax shows 80 people and
4.8 billion for the year. E2 stands in tax and nowhere else: a collector of LDA works it until it
declares and pays.
"""

import datetime as dt
import hashlib
import io
import json

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.close_case import CloseCase, StillStands, close_case
from finance.actions.open_case import OpenCase, open_case
from finance.actions.propose_reward import ProposeReward, propose_reward
from finance.actions.take_case_step import TakeStep, take_case_step
from finance.jobs.case_reminders import remind_of_steps
from finance.records.cases import CaseRow, case_of, paper_bytes, papers_of_case
from finance.records.losses import LossWish, losses
from finance.records.rewards import rewards
from finance.records.runs import NoticeRow
from finance.rules.casework import CaseOutcome, Step
from finance.rules.loss import Finding, Gap, recomputed
from finance.rules.loss_told import read_finding
from finance.rules.rewards import Recipient
from finance.runtime.database import Database
from finance.runtime.parameters import law
from ledger.money import Vnd
from ledger.store.tables import EntryRow
from reports.render.letters import letter_pdf
from tests.builders import E1, E2, decision, declaration
from tests.casework import ACCOUNTANT, COLLECTOR, by_tax, tax_fact
from tests.federation import APPROVER, Federation, federation

FEEDS = dt.date(2026, 9, 10)  # July's levy was due on 31 August
FUND = 300_000_000
LEVY = 6_000_000  # 2% of it


@pytest.fixture
def fed(database: Database) -> Federation:
    """The three feeds: social insurance, the bank, and tax."""
    made = federation(database)
    for month in range(1, 7):
        period = f"2026-{month:02d}"
        made.declare(FEEDS, declaration(E1, period, FUND, employees=60))
        made.assess(period, FEEDS)
        receipt = made.receive("LDA", f"E1/{period}", LEVY, FEEDS)
        made.match(FEEDS, decision(receipt, E1, {period: LEVY}))
    tax = tax_fact(E1, employees=80, wages_paid_vnd=Vnd(4_800_000_000))
    by_tax(made, FEEDS, tax, tax_fact(E2, employees=12, wages_paid_vnd=Vnd(900_000_000)))
    return made


def _found(fed: Federation, on: dt.date) -> dict[tuple[str, str], Finding]:
    with fed.database.reading() as session:
        wish = LossWish(2026, on)
        return {(f.tax_code, f.kind.value): f for _, f in losses(session, wish, law())}


def _entries(fed: Federation) -> int:
    with fed.database.reading() as session:
        return session.scalars(select(func.count()).select_from(EntryRow)).one()


def _case(fed: Federation) -> CaseRow:
    with fed.database.reading() as session:
        return case_of(session, "LDA", 1)


def _send(fed: Federation, step: Step, on: dt.date, **more: str) -> None:
    wish = TakeStep("LDA", 1, step, letter_pdf, note=more.get("note", ""))
    take_case_step(fed.ctx(on, COLLECTOR), wish)


def _close(fed: Federation, on: dt.date) -> None:
    close_case(fed.ctx(on, COLLECTOR), CloseCase("LDA", 1, CaseOutcome.DECLARED))


def _told(fed: Federation) -> list[str]:
    with fed.database.reading() as session:
        rows = session.scalars(select(NoticeRow).where(NoticeRow.unit_code == "LDA"))
        return sorted(row.slot for row in rows)


def test_from_three_feeds_to_a_case_that_ends(fed: Federation) -> None:
    """Found, worked step by step, proposed for sanction, declared and paid, rewarded."""
    found = _found(fed, FEEDS)
    # Half a year's wages by tax are 2.4 billion; 1.8 billion was declared: 2% of 600 million.
    assert found[E1, "too_few"].at_stake_vnd == 12_000_000
    # July was due and nobody said a word: like June.
    assert found[E1, "silent"].at_stake_vnd == LEVY
    # E2: 2% of everything tax shows, as an estimate.
    assert found[E2, "not_in_si"].at_stake_vnd == 18_000_000
    assert set(found) == {(E1, "too_few"), (E1, "silent"), (E2, "not_in_si")}

    books = _entries(fed)
    request = OpenCase("LDA", E2, 2026, Gap.NOT_IN_SI)
    assert open_case(fed.ctx(FEEDS, COLLECTOR), request) == 1
    opened = read_finding(_case(fed).finding)
    assert recomputed(opened) == _case(fed).at_stake_vnd == 18_000_000
    _walk(fed)
    assert _entries(fed) == books  # a case never posts
    _declared_and_paid(fed)
    _rewarded(fed)
    fed.assert_sound()


def _walk(fed: Federation) -> None:
    """Two letters, minutes and the dossier; each step is told once on the first page."""
    second, third = FEEDS + dt.timedelta(days=15), FEEDS + dt.timedelta(days=30)
    assert remind_of_steps(fed.ctx(FEEDS)) == "1 due, 1 reminded"
    assert remind_of_steps(fed.ctx(FEEDS)) == "1 due, 0 reminded"
    _send(fed, Step.NOTICE, FEEDS)
    by_tax(fed, second, tax_fact(E2, employees=12, wages_paid_vnd=Vnd(1_000_000_000)))
    assert remind_of_steps(fed.ctx(second)) == "1 due, 1 reminded"
    _send(fed, Step.NOTICE, second)
    _send(fed, Step.MINUTES, third, note="Đơn vị xác nhận 12 lao động, cam kết kê khai.")
    _send(fed, Step.DOSSIER, third)
    assert _told(fed) == ["1/noti/1", "1/noti/2"]
    with fed.database.reading() as session:
        row = case_of(session, "LDA", 1)
        papers = papers_of_case(session, row)
        kept = [paper_bytes(session, row, paper.number)[1] for paper in papers]
    # The first letter says what was known on its day; tax corrected its figure afterwards.
    assert [paper.at_stake_vnd for paper in papers] == [18_000_000, *[20_000_000] * 3]
    assert [paper.letter_no for paper in papers] == ["1/2026", "2/2026", "3/2026", "4/2026"]
    assert [hashlib.sha256(each).hexdigest() for each in kept] == [p.digest for p in papers]
    fine = json.loads(papers[3].facts)["fine"]
    # 18 to 20% of 20 million, twice for an organisation, by the decree of that day; disputed.
    assert (fine["from_vnd"], fine["to_vnd"], fine["source"]) == (
        7_200_000,
        8_000_000,
        "nd_283_2026",
    )
    printed = "".join(
        "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(kept[3])).pages
    )
    for wanted in ("HỒSƠKIẾNNGHỊXỬPHẠT", "CÓTRANHCÃI", papers[0].digest, papers[2].digest):
        assert wanted in printed


def _declared_and_paid(fed: Federation) -> None:
    """The finding goes when it declares; what it then owes is paid and the case ends."""
    october = dt.date(2026, 10, 20)
    with pytest.raises(StillStands):
        _close(fed, october)
    fed.owe(E2, "2026-09", 2_000_000, october)
    receipt = fed.receive("LDA", "E2", 2_000_000, october)
    fed.match(october, decision(receipt, E2, {"2026-09": 2_000_000}))
    assert (E2, "not_in_si") not in _found(fed, october)
    _close(fed, october)
    assert (_case(fed).state, _case(fed).outcome) == ("closed", "declared")
    assert remind_of_steps(fed.ctx(october)) == "0 due, 0 reminded"


def _rewarded(fed: Federation) -> None:
    """The tax team that helped, within the decree, by two people, as spending of the levy fund."""
    day = dt.date(2026, 10, 21)
    wish = ProposeReward(
        "LDA",
        Recipient.COLLECTIVE,
        "Đội thuế phường 1",
        "0100000001",
        Vnd(5_000_000),
        day,
        "Phối hợp đôn đốc thu kinh phí công đoàn",
        outside=True,
        case_no="LDA/C/1",
    )
    propose_reward(fed.ctx(day, ACCOUNTANT), wish)
    with fed.database.reading() as session:
        [held] = rewards(session, ["LDA"])
    approve_voucher(fed.ctx(day, APPROVER), ApproveVoucher("LDA", held.row.voucher_seq))
    assert fed.balance("LDA", "611") == 5_000_000


def test_payment_ends_a_case_of_what_is_owed(fed: Federation) -> None:
    """Declared and not paid: reminded twice, then paid in full, and the case ends as paid."""
    fed.declare(FEEDS, declaration(E1, "2026-07", FUND, employees=60))
    fed.assess("2026-07", FEEDS)
    request = OpenCase("LDA", E1, 2026, Gap.NOT_PAYING)
    assert open_case(fed.ctx(FEEDS, COLLECTOR), request) == 1
    second = FEEDS + dt.timedelta(days=15)
    _send(fed, Step.NOTICE, FEEDS)
    _send(fed, Step.NOTICE, second)
    receipt = fed.receive("LDA", "E1/2026-07", LEVY, second)
    fed.match(second, decision(receipt, E1, {"2026-07": LEVY}))
    close_case(fed.ctx(second, COLLECTOR), CloseCase("LDA", 1, CaseOutcome.PAID))
    assert _case(fed).outcome == "paid"
