"""A decision on relief, and what it makes of what is owed, shared and paid."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from finance.actions.grant_relief import GrantRelief, grant_relief
from finance.actions.identify_receipt import UnknownEmployer
from finance.records.audit_lines import AuditRow
from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationEventRow
from finance.rules.levy import EmployerType
from finance.rules.permissions import SamePerson
from finance.rules.relief import Ground, ReliefKind
from finance.rules.relief_cases import (
    DayAhead,
    DecidedBeforeComplete,
    DecisionWanted,
    NoDecidingUnit,
    NothingUnpaid,
    NotTheMonthsAsked,
)
from finance.rules.relief_dossier import DossierIncomplete, ReliefPaper
from finance.rules.relief_grounds import ConditionNotMet
from finance.rules.relief_limits import (
    LevelMayNotDecide,
    NoGroundForExemption,
    NotForThisEmployer,
    RelievedAlready,
)
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import Period
from tests.builders import E1, E2, E3, decision, declaration, employer, unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.relieved import DECIDER, FIFTH, IDLE, PAPERS, add_papers, application, apply, grant

SUSPENSION, REDUCTION, EXEMPTION = ReliefKind
JUNE = "2026-06"
DAY = dt.date(2026, 6, 25)
JULY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 9, 15)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, nothing happened yet."""
    return federation(database)


class TestSuspension:
    """Paid later, in full: nothing is posted."""

    def test_known_before_the_month_is_assessed(self, fed: Federation) -> None:
        """The month is owed in full, by the last day of the month after the suspension."""
        done = grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY)
        assert (done.fresh, done.unit, done.obligations, done.change_vnd) == (True, "LDA", 0, 0)
        fed.owe(E1, JUNE, 1_000, JULY)
        row = fed.obligation(E1, JUNE)
        assert (row.amount_vnd, row.suspended_to) == (1_000, "2026-08")
        assert row.due_on == dt.date(2026, 9, 30)
        fed.assert_sound()

    def test_prolonged_all_its_months_move(self, fed: Federation) -> None:
        """Two decisions without a month between are one suspension."""
        fed.owe(E1, JUNE, 1_000)
        grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY)
        done = grant(fed, E1, SUSPENSION, "2026-09", "2026-10", LATER)
        assert done.obligations == 1
        assert fed.obligation(E1, JUNE).due_on == dt.date(2026, 11, 30)
        assert fed.obligation(E1, JUNE).suspended_to == "2026-10"

    def test_the_same_again_changes_nothing(self, fed: Federation) -> None:
        """Not a row; another decision on the same months is refused."""
        fed.owe(E1, JUNE, 1_000)
        grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY)
        before = contents(fed.database)
        assert not grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY).fresh
        assert contents(fed.database) == before
        wish = GrantRelief(E1, SUSPENSION, Period(JUNE), Period("2026-08"), "QĐ 99", DAY)
        with pytest.raises(RelievedAlready):
            grant_relief(fed.ctx(DAY), wish)
        assert contents(fed.database) == before


class TestReduction:
    """A part is not owed."""

    @pytest.fixture
    def fed(self, database: Database) -> Federation:
        """E1 was suspended in June."""
        made = federation(database)
        grant(made, E1, SUSPENSION, JUNE, JUNE, DAY)
        return made

    def test_known_before_the_month_is_assessed(self, fed: Federation) -> None:
        """Gross, relief and amount stand beside each other; the book has the amount."""
        grant(fed, E1, REDUCTION, "2026-07", "2026-12", JULY, FIFTH)
        fed.owe(E1, "2026-07", 40_000_000, LATER)
        row = fed.obligation(E1, "2026-07")
        assert (row.gross_vnd, row.relief_vnd, row.amount_vnd) == (
            40_000_000,
            8_000_000,
            32_000_000,
        )
        assert fed.balance("LDA", "13881") == -fed.balance("LDA", "33883") == 32_000_000
        fed.assert_sound()

    def test_paid_more_than_is_owed_now_becomes_credit(self, fed: Federation) -> None:
        """The part is matched anew, its shares taken back in proportion, the latest money first."""
        fed.owe(E1, "2026-07", 1_000, LATER)
        for name in ("R1", "R2"):
            receipt = fed.receive("LDA", name, 480, LATER)
            fed.match(LATER, decision(receipt, E1, {"2026-07": 480}))
        done = grant(fed, E1, REDUCTION, "2026-07", "2026-12", LATER, FIFTH)
        assert (done.change_vnd, done.freed_vnd) == (-200, 160)
        assert fed.receipt("LDA/R/1").credit_vnd == 0
        assert fed.receipt("LDA/R/2").credit_vnd == 160
        row = fed.obligation(E1, "2026-07")
        assert (row.amount_vnd, row.paid_vnd, row.open_vnd) == (800, 800, 0)
        assert fed.balance("G1", "33885") == -600
        fed.assert_sound()

    def test_a_corrected_declaration_keeps_the_reduction(self, fed: Federation) -> None:
        """More declared, less declared: always a fifth off, and the history says why."""
        fed.owe(E1, "2026-07", 1_000, JULY)
        grant(fed, E1, REDUCTION, "2026-07", "2026-12", JULY, FIFTH)
        fed.owe(E1, "2026-07", 2_000, LATER)
        assert fed.obligation(E1, "2026-07").amount_vnd == 1_600
        fed.owe(E1, "2026-07", 500, LATER)
        assert fed.obligation(E1, "2026-07").amount_vnd == 400
        with fed.database.reading() as session:
            told = [(e.reason, e.delta_vnd) for e in session.scalars(select(ObligationEventRow))]
        assert told == [
            ("assessment", 1_000),
            ("reduction", -200),
            ("assessment", 1_000),
            ("reduction", -200),
            ("assessment", -1_500),
            ("reduction", 300),
        ]
        fed.assert_sound()

    def test_nobody_declares_it_any_more(self, fed: Federation) -> None:
        """A month taken back is at nothing, its relief too."""
        fed.owe(E1, "2026-07", 1_000, JULY)
        grant(fed, E1, REDUCTION, "2026-07", "2026-12", JULY, FIFTH)
        fed.employers(employer(E1, employer_type=EmployerType.STATE_FUNDED))
        fed.assess("2026-07", LATER)
        row = fed.obligation(E1, "2026-07")
        assert (row.gross_vnd, row.amount_vnd, row.open_vnd) == (0, 0, 0)
        fed.assert_sound()


class TestExemption:
    """On dissolution or bankruptcy, of what is unpaid."""

    @pytest.fixture
    def fed(self, database: Database) -> Federation:
        """E1 owes 1,000 for June, of which 700 are paid."""
        made = federation(database)
        made.owe(E1, JUNE, 1_000)
        receipt = made.receive("LDA", "R1", 700, JULY)
        made.match(JULY, decision(receipt, E1, {JUNE: 700}))
        return made

    def _exempt(self, fed: Federation, last: str = JUNE) -> None:
        grant(fed, E1, EXEMPTION, JUNE, last, LATER, ground=Ground.BANKRUPTCY)

    def test_parts_paid_before_stay_shared(self, fed: Federation) -> None:
        """Only 300 go; the 700 are where they were."""
        shared = fed.balance("G1", "33885")
        self._exempt(fed)
        row = fed.obligation(E1, JUNE)
        assert (row.amount_vnd, row.paid_vnd, row.waived_vnd) == (1_000, 700, 300)
        assert fed.balance("G1", "33885") == shared == -525
        assert fed.balance("LDA", "13881") == 0
        fed.assert_sound()

    def test_assessed_again_it_stays_exempt(self, fed: Federation) -> None:
        """Declared higher, nothing is owed; declared lower than was paid, money is freed."""
        self._exempt(fed)
        fed.owe(E1, JUNE, 1_500, LATER)
        row = fed.obligation(E1, JUNE)
        assert (row.amount_vnd, row.waived_vnd, row.open_vnd) == (1_500, 800, 0)
        fed.owe(E1, JUNE, 600, LATER)
        row = fed.obligation(E1, JUNE)
        assert (row.amount_vnd, row.paid_vnd, row.waived_vnd) == (600, 600, 0)
        assert fed.receipt("LDA/R/1").credit_vnd == 100
        fed.assert_sound()

    def test_a_month_that_is_assessed_later(self, fed: Federation) -> None:
        """It is owed, and waived in the same entry: nothing is left to post."""
        self._exempt(fed, "2026-07")
        fed.owe(E1, "2026-07", 400, LATER)
        row = fed.obligation(E1, "2026-07")
        assert (row.amount_vnd, row.waived_vnd, row.open_vnd) == (400, 400, 0)
        assert fed.balance("LDA", "13881") == 0
        fed.assert_sound()

    @pytest.mark.parametrize("on_the_way", [(), (50,), (2_000, 50), (0, 1_000, 100)])
    def test_the_way_to_a_declaration_does_not_matter(
        self, fed: Federation, on_the_way: tuple[int, ...]
    ) -> None:
        """Declared at once or after less: 200 are paid, 1,300 waived, and nothing is credit."""
        fed.owe(E2, JUNE, 1_000)
        receipt = fed.receive("LDA", "R9", 200, JULY)
        fed.match(JULY, decision(receipt, E2, {JUNE: 200}))
        grant(fed, E2, EXEMPTION, JUNE, JUNE, LATER, ground=Ground.BANKRUPTCY)
        for levy in (*on_the_way, 1_500):
            fed.owe(E2, JUNE, levy, LATER)
            fed.assert_sound()
        row = fed.obligation(E2, JUNE)
        assert (row.paid_vnd, row.waived_vnd, row.open_vnd) == (200, 1_300, 0)
        assert fed.receipt(receipt).credit_vnd == 0

    def test_nor_whether_it_was_corrected_before_the_decision(self, fed: Federation) -> None:
        """Freed before it was exempted, not matched since: the credit pays what it once paid."""
        fed.owe(E2, JUNE, 1_000)
        receipt = fed.receive("LDA", "R9", 200, JULY)
        fed.match(JULY, decision(receipt, E2, {JUNE: 200}))
        fed.owe(E2, JUNE, 50, JULY)
        assert fed.receipt(receipt).credit_vnd == 150
        fed.owe(E2, JUNE, 1_500, JULY)
        grant(fed, E2, EXEMPTION, JUNE, JUNE, LATER, ground=Ground.BANKRUPTCY)
        row = fed.obligation(E2, JUNE)
        assert (row.paid_vnd, row.waived_vnd, fed.receipt(receipt).credit_vnd) == (200, 1_300, 0)
        fed.assert_sound()

    def test_a_levy_that_is_raised_and_waived_is_told(self, fed: Federation) -> None:
        """Nothing more is owed, and yet the month is not as it was."""
        fed.owe(E2, JUNE, 1_000)
        grant(fed, E2, EXEMPTION, JUNE, JUNE, LATER, ground=Ground.BANKRUPTCY)
        fed.declare(LATER, declaration(E2, JUNE, 1_500 * 50))
        [done] = fed.assess(JUNE, LATER)
        assert (done.raised, done.lowered, done.change_vnd) == (1, 0, 0)
        [again] = fed.assess(JUNE, LATER)
        assert (again.raised, again.lowered, again.change_vnd) == (0, 0, 0)

    def test_nothing_unpaid_nothing_to_exempt(self, fed: Federation) -> None:
        """A month that is paid, or was never assessed."""
        fed.match(JULY, decision(fed.receive("LDA", "R2", 300, JULY), E1, {JUNE: 300}))
        with pytest.raises(NothingUnpaid, match=r"art\. 11"):
            self._exempt(fed)

    def test_without_a_ground_it_is_refused(self, fed: Federation) -> None:
        """What the tax branch says is one; an enterprise that works on has none."""
        with pytest.raises(NoGroundForExemption):
            grant(fed, E1, EXEMPTION, JUNE, JUNE, LATER)

    def test_paid_on_a_suspended_month_and_bankrupt_then(self, fed: Federation) -> None:
        """The suspension stands, and nothing of it is owed any more."""
        grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY)
        self._exempt(fed)
        row = fed.obligation(E1, JUNE)
        assert (row.suspended_to, row.waived_vnd, row.open_vnd) == ("2026-08", 300, 0)


class TestWithAnApplication:
    """A dossier waits: it is judged, and another person decides."""

    @pytest.fixture
    def fed(self, database: Database) -> Federation:
        """E1 asks to be suspended from June to August; all papers came on 2 June."""
        made = federation(database)
        asked = application(E1, SUSPENSION, JUNE, "2026-08")
        one = apply(made, asked, dt.date(2026, 6, 2))
        add_papers(made, one, dt.date(2026, 6, 2), *PAPERS[SUSPENSION])
        return made

    def test_granted_it_is_answered(self, fed: Federation) -> None:
        """The decision names the application, and it waits no longer."""
        done = grant(fed, E1, SUSPENSION, JUNE, "2026-07", DAY, actor=DECIDER)
        assert done.application == "LDA/RA/1"
        assert not grant(fed, E1, SUSPENSION, JUNE, "2026-07", DAY, actor=DECIDER).fresh

    @pytest.mark.parametrize(
        ("first", "last"), [("2026-07", "2026-08"), (JUNE, "2026-09"), ("2026-05", "2026-08")]
    )
    def test_from_the_month_asked_and_no_longer(
        self, fed: Federation, first: str, last: str
    ) -> None:
        """Art. 13(4)(b): a suspension begins in the month the request names."""
        with pytest.raises(NotTheMonthsAsked, match="13"):
            grant(fed, E1, SUSPENSION, first, last, DAY, actor=DECIDER)

    def test_not_by_who_made_it_nor_by_nobody(self, fed: Federation) -> None:
        """Maker is not checker, in any letter case; and a command names its person."""
        both = Actor("LAN", (Grant("LDA", "approver"),))
        with pytest.raises(SamePerson):
            grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY, actor=both)
        with pytest.raises(PermissionRefused):
            grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY)

    def test_not_before_the_dossier_was_complete(self, fed: Federation) -> None:
        """A decision answers what was there."""
        with pytest.raises(DecidedBeforeComplete) as refused:
            grant(fed, E1, SUSPENSION, JUNE, "2026-08", dt.date(2026, 6, 1), actor=DECIDER)
        assert refused.value.facts["complete_on"] == "2026-06-02"

    def test_a_dossier_that_lacks_a_paper_or_a_condition(self, fed: Federation) -> None:
        """Named is what is missing, or what was not met."""
        asked = application(E2, SUSPENSION, JUNE, "2026-08", figures=replace(IDLE, workers_off=49))
        one = apply(fed, asked, dt.date(2026, 6, 2))
        add_papers(fed, one, dt.date(2026, 6, 2), ReliefPaper.REQUEST, ReliefPaper.OFF_LIST)
        with pytest.raises(DossierIncomplete) as refused:
            grant(fed, E2, SUSPENSION, JUNE, "2026-08", DAY, actor=DECIDER)
        assert refused.value.facts["missing_en"] == "the report on the use of labour"
        add_papers(fed, one, dt.date(2026, 6, 3), ReliefPaper.LABOUR_REPORT)
        with pytest.raises(ConditionNotMet):
            grant(fed, E2, SUSPENSION, JUNE, "2026-08", DAY, actor=DECIDER)


class TestWhoAndWhen:
    """Who decides, on whom, and when."""

    @pytest.mark.parametrize("actor", [ACCOUNTANT, Actor("ba", (Grant("A1", "approver"),))])
    def test_only_an_approver_of_a_deciding_unit(self, fed: Federation, actor: Actor) -> None:
        """Neither an accountant nor who approves below the province."""
        with pytest.raises(PermissionRefused):
            grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY, actor=actor)
        assert grant(fed, E1, SUSPENSION, JUNE, "2026-08", DAY, actor=APPROVER).unit == "LDA"

    def test_a_unit_named_decides_if_its_level_does(self, fed: Federation) -> None:
        """The confederation may; an upper union may not."""
        assert grant(fed, E1, SUSPENSION, JUNE, JUNE, DAY, unit="TLD").unit == "TLD"
        with pytest.raises(LevelMayNotDecide):
            grant(fed, E2, SUSPENSION, JUNE, JUNE, DAY, unit="A1")

    def test_nobody_above_decides(self, fed: Federation) -> None:
        """A collecting unit that stands below no province."""
        with fed.database.writing() as session:
            session.execute(update(EmployerRow).values(collecting_unit="ZZ"))
            session.commit()
        with pytest.raises(NoDecidingUnit):
            grant(fed, E3, SUSPENSION, JUNE, JUNE, DAY)

    def test_an_employer_of_another_kind_or_unknown(self, fed: Federation) -> None:
        """Public service units are not relieved; an unknown tax code is nobody's."""
        fed.employers(employer(E3, employer_type=EmployerType.PUBLIC_SERVICE_SELF_FUNDED))
        with pytest.raises(NotForThisEmployer):
            grant(fed, E3, SUSPENSION, JUNE, JUNE, DAY)
        with pytest.raises(UnknownEmployer):
            grant(fed, "0100109106", SUSPENSION, JUNE, JUNE, DAY)

    def test_a_decision_has_a_number_and_lies_behind(self, fed: Federation) -> None:
        """A written answer that was given."""
        wish = GrantRelief(E1, SUSPENSION, Period(JUNE), Period(JUNE), " ", DAY)
        with pytest.raises(DecisionWanted):
            grant_relief(fed.ctx(DAY), wish)
        with pytest.raises(DayAhead):
            grant_relief(fed.ctx(DAY), replace(wish, decision="7", decided_on=JULY))

    def test_every_unit_concerned_has_it_in_its_log(self, fed: Federation) -> None:
        """The one that decided, and the one that holds the obligation."""
        fed.owe(E1, JUNE, 1_000)
        grant(fed, E1, SUSPENSION, JUNE, JUNE, DAY, unit="TLD")
        with fed.database.reading() as session:
            lines = session.scalars(select(AuditRow).where(AuditRow.action == "grant_relief")).all()
        assert [line.unit_code for line in lines] == ["LDA", "TLD"]
        assert lines[0].facts["obligations"] == JUNE
        assert lines[0].facts["change_vnd"] == 0

    def test_months_of_two_collecting_units(self, fed: Federation) -> None:
        """Each unit's book takes its own part."""
        fed.owe(E1, JUNE, 1_000)
        fed.units(unit("LDB", level="province", parent_code="TLD"))
        july = dt.date(2026, 7, 1)
        fed.employers(
            employer(E1, valid_to=dt.date(2026, 6, 30)),
            employer(E1, valid_from=july, collecting_unit="LDB", grassroots_unit=""),
        )
        fed.declare(JULY, declaration(E1, "2026-07", 100_000))
        fed.assess("2026-07", JULY)
        grant(fed, E1, EXEMPTION, JUNE, "2026-07", LATER, ground=Ground.DISSOLUTION)
        assert fed.balance("LDA", "13881") == fed.balance("LDB", "13881") == 0
        fed.assert_sound()
