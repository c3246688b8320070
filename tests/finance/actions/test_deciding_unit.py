"""Who decides on relief stands over each unit whose money the decision is about."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.add_relief_papers import AddReliefPapers, add_relief_papers
from finance.actions.apply_relief import apply_relief
from finance.actions.attach_papers import GivenPaper
from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.publish_relief_list import PublishReliefList, publish_relief_list
from finance.actions.refuse_relief import RefuseRelief, refuse_relief
from finance.rules.relief import NO_RATE, Ground, ReliefKind
from finance.rules.relief_cases import NotOverCollector
from finance.rules.relief_dossier import ReliefPaper
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from tests.builders import E1, E2, E3, decision, unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.finance.actions.changing import DAY, JUNE, LATER, with_ldb
from tests.papers import PDF
from tests.relieved import DECIDER, FIFTH, application, apply, grant

SUSPENSION, REDUCTION, EXEMPTION = ReliefKind
B_DECIDER = Actor("duyetb", (Grant("LDB", "approver"),))
B_CLERK = Actor("lanb", (Grant("LDB", "accountant"),))


@pytest.fixture
def fed(database: Database) -> Federation:
    """E3 owes LDA 1,000 for June, and was suspended in May; LDB is another province."""
    made = with_ldb(federation(database))
    grant(made, E3, SUSPENSION, "2026-05", "2026-05", DAY)
    made.owe(E3, JUNE, 1_000, DAY)
    return made


def _grant(fed: Federation, kind: ReliefKind, actor: Actor, unit_code: str = "") -> str:
    """The unit that decided on E3's June."""
    rate = FIFTH if kind is REDUCTION else NO_RATE
    ground = Ground.BANKRUPTCY if kind is EXEMPTION else None
    return grant(fed, E3, kind, JUNE, JUNE, LATER, rate, actor, unit=unit_code, ground=ground).unit


def _to_ldb(fed: Federation) -> None:
    """E3 goes to LDB."""
    wish = MoveEmployer(E3, LATER, "QĐ", to_unit="LDB", grassroots_unit="", upper_unit="")
    move_employer(fed.ctx(LATER, ACCOUNTANT), wish)


@pytest.mark.parametrize("kind", list(ReliefKind))
def test_no_province_decides_on_another_s_money(fed: Federation, kind: ReliefKind) -> None:
    """Neither its approver, nor anybody in its name; nothing is changed."""
    before = contents(fed.database)
    with pytest.raises(PermissionRefused) as refused:
        _grant(fed, kind, B_DECIDER, "LDB")
    assert refused.value.facts["unit"] == "LDA"
    with pytest.raises(PermissionRefused):
        _grant(fed, kind, B_DECIDER)
    for actor in (SYSTEM, APPROVER):
        with pytest.raises(NotOverCollector) as wrong:
            _grant(fed, kind, actor, "LDB")
        assert wrong.value.facts == {"unit": "LDB", "collector": "LDA"}
    assert contents(fed.database) == before


@pytest.mark.parametrize("kind", list(ReliefKind))
def test_the_month_is_whose_book_it_stands_in(fed: Federation, kind: ReliefKind) -> None:
    """Moved to LDB it is LDB's to decide, not any more LDA's."""
    _to_ldb(fed)
    with pytest.raises(PermissionRefused):
        _grant(fed, kind, DECIDER, "LDA")
    assert _grant(fed, kind, B_DECIDER) == "LDB"
    fed.assert_sound("LDB", "LDA")


def test_money_in_two_books_is_for_who_stands_over_both(fed: Federation) -> None:
    """Paid in part to LDA, the rest moved to LDB: the confederation."""
    receipt = fed.receive("LDA", "R1", 400, DAY)
    fed.match(DAY, decision(receipt, E3, {JUNE: 400}))
    _to_ldb(fed)
    for actor, named in ((B_DECIDER, "LDB"), (DECIDER, "LDA")):
        with pytest.raises(PermissionRefused):
            _grant(fed, SUSPENSION, actor, named)
    assert _grant(fed, SUSPENSION, APPROVER) == "TLD"


def test_a_month_nobody_assessed_is_the_registers(fed: Federation) -> None:
    """July is LDA's still, August LDB's, both together the confederation's."""
    _to_ldb(fed)
    for actor in (DECIDER, B_DECIDER):
        with pytest.raises(PermissionRefused):
            grant(fed, E3, SUSPENSION, "2026-07", "2026-08", LATER, actor=actor)
    assert grant(fed, E3, SUSPENSION, "2026-07", "2026-08", LATER).unit == "TLD"
    assert grant(fed, E1, SUSPENSION, "2026-07", "2026-07", LATER).unit == "LDA"
    assert grant(fed, E3, SUSPENSION, "2026-09", "2026-09", LATER).unit == "LDB"


def test_the_same_decision_again_is_the_one_on_record(fed: Federation) -> None:
    """Also after the employer has moved: who may decide there is told that nothing changed."""
    assert _grant(fed, SUSPENSION, DECIDER) == "LDA"
    _to_ldb(fed)
    before = contents(fed.database)
    assert _grant(fed, SUSPENSION, DECIDER) == "LDA"
    assert contents(fed.database) == before
    with pytest.raises(PermissionRefused):
        _grant(fed, SUSPENSION, B_DECIDER)


def test_a_province_that_has_gone_has_its_successor(fed: Federation) -> None:
    """What LDA decided before it was merged into LDB is recorded in its own name."""
    _to_ldb(fed)
    fed.units(unit("LDA", valid_to=LATER, successor_code="LDB"))
    day = LATER + dt.timedelta(days=1)
    done = grant(fed, E3, SUSPENSION, JUNE, JUNE, LATER, actor=B_DECIDER, unit="LDB")
    assert (done.fresh, done.unit) == (True, "LDB")
    wish = (EXEMPTION, JUNE, JUNE, day)
    assert grant(fed, E3, *wish, unit="LDA", ground=Ground.BANKRUPTCY).unit == "LDA"


def test_an_application_goes_where_it_may_be_decided(fed: Federation) -> None:
    """Not to another province; its own and the confederation may get it."""
    asked = application(E3, SUSPENSION, "2026-06", "2026-08")
    before = contents(fed.database)
    with pytest.raises(NotOverCollector):
        apply(fed, replace(asked, unit="LDB"), LATER)
    with pytest.raises(PermissionRefused):
        apply_relief(fed.ctx(LATER, B_CLERK), asked)
    assert contents(fed.database) == before
    assert apply(fed, replace(asked, unit="TLD"), LATER) == "TLD/RA/1"


def test_what_waits_is_answered_by_its_own(fed: Federation) -> None:
    """Another province neither adds to a dossier, nor refuses, nor publishes the list."""
    apply(fed, application(E1, SUSPENSION, "2026-06", "2026-08"), LATER)
    before = contents(fed.database)
    paper = AddReliefPapers("LDA", 1, ReliefPaper.REQUEST, [GivenPaper("a.pdf", PDF)], LATER)
    with pytest.raises(PermissionRefused):
        add_relief_papers(fed.ctx(LATER, B_CLERK), paper)
    with pytest.raises(PermissionRefused):
        refuse_relief(fed.ctx(LATER, B_DECIDER), RefuseRelief("LDA", 1, "8", LATER, "Chưa đủ"))
    with pytest.raises(PermissionRefused):
        publish_relief_list(fed.ctx(LATER, B_DECIDER), PublishReliefList("LDA", 2026))
    assert contents(fed.database) == before


def test_who_was_merged_away_is_the_heirs_matter(fed: Federation) -> None:
    """E3 went into E2, which LDB took over: what is taken off E3's June is LDB's money."""
    for code, unit_code, into in ((E2, "LDB", ""), (E3, "", E2)):
        wish = MoveEmployer(code, LATER, "QĐ", unit_code, into, grassroots_unit="", upper_unit="")
        move_employer(fed.ctx(LATER, ACCOUNTANT), wish)
    with pytest.raises(PermissionRefused):
        _grant(fed, REDUCTION, DECIDER)
    assert _grant(fed, REDUCTION, B_DECIDER) == "LDB"
