"""Against losses: from three feeds to a finding, a case, two letters, minutes, a dossier, payment.

The whole of it for an accountant to read. E1 declares social insurance for 60 people from January
to June 2026, on 300 million a month, and pays; then it says nothing more. Tax shows 80 people and
4.8 billion for the year. E2 stands in tax and nowhere else: a collector of LDA works it until it
declares and pays. At the end the same is walked by commands, and an inspector looks on.
"""

import datetime as dt
import hashlib
import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from finance import cli
from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.close_case import CloseCase, StillStands, close_case
from finance.actions.open_case import OpenCase, open_case
from finance.actions.propose_reward import ProposeReward, propose_reward
from finance.actions.remind_of_steps import StepsTold, remind_of_steps
from finance.actions.take_case_step import TakeStep, take_case_step
from finance.records.cases import CaseRow, case_of, paper_bytes, papers_of_case
from finance.records.losses import LossWish, losses
from finance.records.rewards import rewards
from finance.records.runs import NoticeRow
from finance.rules.casework import CaseOutcome, Step
from finance.rules.loss import Finding, Gap, recomputed
from finance.rules.loss_told import read_finding
from finance.rules.rewards import Recipient
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.runtime.parameters import law
from finance.shell.commands import Root
from finance.shell.room import Room
from ledger.money import Vnd
from ledger.store.tables import EntryRow
from reports import cli as reports_cli
from reports.render.letters import letter_pdf
from tests.builders import E1, E2, decision, declaration
from tests.casework import ACCOUNTANT, COLLECTOR, by_tax, tax_fact
from tests.federation import APPROVER, Federation, federation
from tests.terminal import Terminal

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
    assert open_case(fed.ctx(FEEDS, COLLECTOR), request).seq == 1
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
    assert remind_of_steps(fed.ctx(FEEDS)) == StepsTold(1, 1)
    assert remind_of_steps(fed.ctx(FEEDS)) == StepsTold(1, 0)
    _send(fed, Step.NOTICE, FEEDS)
    by_tax(fed, second, tax_fact(E2, employees=12, wages_paid_vnd=Vnd(1_000_000_000)))
    assert remind_of_steps(fed.ctx(second)) == StepsTold(1, 1)
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
    assert remind_of_steps(fed.ctx(october)) == StepsTold(0, 0)


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
        key="thu-2026-1",
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
    assert open_case(fed.ctx(FEEDS, COLLECTOR), request).seq == 1
    second = FEEDS + dt.timedelta(days=15)
    _send(fed, Step.NOTICE, FEEDS)
    _send(fed, Step.NOTICE, second)
    receipt = fed.receive("LDA", "E1/2026-07", LEVY, second)
    fed.match(second, decision(receipt, E1, {"2026-07": LEVY}))
    close_case(fed.ctx(second, COLLECTOR), CloseCase("LDA", 1, CaseOutcome.PAID))
    assert _case(fed).outcome == "paid"


def _terminal(fed: Federation) -> Terminal:
    """The commands of the house, and LDA's collector, accountant, approver and inspector."""
    rooms = [
        Room("finance", commands=cli.commands),
        Room("reports", commands=reports_cli.commands, press=letter_pdf),
    ]
    terminal = Terminal(Root.of(lambda *_: None, rooms), fed.database.url, FixedClock(FEEDS))
    for role in ("collector", "accountant", "approver", "inspector"):
        words = ("users", "add", role, "--role", role, "--unit", "LDA", "--password-stdin")
        assert terminal.run(*words, typed="một mật khẩu đủ dài\n").exit_code == 0
    return terminal


def test_the_same_walk_by_commands(fed: Federation, tmp_path: Path) -> None:
    """One command for each act; each given twice does its work once, and the books stay whole."""
    terminal = _terminal(fed)

    def twice(who: str, *words: str) -> dict[str, object]:
        first = terminal.ask(*words, "--as", who)
        again = terminal.ask(*words, "--as", who)
        assert first["changed"] is True
        assert again == {**first, "changed": False}
        return first

    # The collector sees what is at stake, opens the case, and the unit is told of the first step.
    found = terminal.ask("levy", "gaps", "--year", "2026", "--as", "collector")["rows"]
    [loss] = [row for row in found if row["tax_code"] == E2]
    assert (loss["kind"], loss["at_stake_vnd"], loss["unit"]) == ("not_in_si", 18_000_000, "LDA")
    named = ("--unit", "LDA", "--employer", E2, "--year", "2026", "--kind", "not_in_si")
    case = str(twice("collector", "levy", "case", "open", *named)["case"])
    assert terminal.ask("levy", "case", "remind")["reminded"] == 1
    # Two letters fifteen days apart, minutes, the dossier; the accountant takes over in between.
    step = ("levy", "case", "step", case)
    twice("collector", *step, "notice")
    terminal.clock.day = FEEDS + dt.timedelta(days=1)
    assert terminal.refused(*step, "notice", "--as", "collector")["code"] == "case.too_soon"
    terminal.clock.day = FEEDS + dt.timedelta(days=15)
    twice("collector", *step, "notice")
    twice("collector", "levy", "case", "assign", case, "--to", "accountant")
    terminal.clock.day = FEEDS + dt.timedelta(days=30)
    twice("accountant", *step, "minutes", "--note", "Đơn vị xác nhận 12 lao động.")
    twice("accountant", *step, "dossier")
    _inspected(fed, terminal, case, tmp_path)
    # It declares and pays; the case ends, and the tax team that helped is rewarded by two people.
    end = ("levy", "case", "close", case, "--outcome", "declared")
    assert terminal.refused(*end, "--as", "accountant")["code"] == "case.still_stands"
    fed.owe(E2, "2026-09", 2_000_000, terminal.clock.day)
    receipt = fed.receive("LDA", "E2", 2_000_000, terminal.clock.day)
    fed.match(terminal.clock.day, decision(receipt, E2, {"2026-09": 2_000_000}))
    assert twice("accountant", *end)["outcome"] == "declared"
    whom = ("--to", "collective", "--name", "Đội thuế phường 1", "--identity", "0100000001")
    what = ("--amount", "5000000", "--reason", "Phối hợp đôn đốc", "--case", case, "--outside")
    proposed = twice(
        "accountant", "levy", "reward", "propose", "LDA", "--key", "TTr-1", *whom, *what
    )
    terminal.ask("voucher", "approve", str(proposed["voucher"]), "--as", "approver")
    assert fed.balance("LDA", "611") == 5_000_000
    fed.assert_sound()


def _inspected(fed: Federation, terminal: Terminal, case: str, folder: Path) -> None:
    """An inspector of LDA reads the case and takes each paper away as it was sent; no more."""
    shown = terminal.ask("levy", "case", "show", case, "--as", "inspector")
    assert [each["step"] for each in shown["papers"]] == ["notice", "notice", "minutes", "dossier"]
    for paper in shown["papers"]:
        path = folder / f"{paper['number']}.pdf"
        words = ("levy", "case", "letter", case, str(paper["number"]), "--out", str(path))
        terminal.ask(*words, "--as", "inspector")
        with fed.database.reading() as session:
            kept = paper_bytes(session, case_of(session, "LDA", 1), paper["number"])[1]
        assert path.read_bytes() == kept
        assert hashlib.sha256(kept).hexdigest() == paper["digest"]
    path = folder / "dossier.pdf"
    terminal.ask("levy", "case", "dossier", case, "--out", str(path), "--as", "inspector")
    assert path.read_bytes() == (folder / "4.pdf").read_bytes()
    end = ("levy", "case", "close", case, "--outcome", "sanction", "--as", "inspector")
    assert terminal.refused(*end)["code"] == "permission.refused"
