"""Papers of a dossier are judged by what they hold and kept by their digest."""

import datetime as dt

import pytest

from finance.actions.add_relief_papers import AddReliefPapers, add_relief_papers
from finance.actions.attach_papers import GivenPaper
from finance.actions.refuse_relief import RefuseRelief, refuse_relief
from finance.records.papers import content_of
from finance.records.relief_applications import application_named, dossier_of, makers_of
from finance.rules.papers import PaperWanted, TooManyPapers, WrongKind
from finance.rules.relief import ReliefKind
from finance.rules.relief_cases import ApplicationDecided, DayAhead, UnknownApplication
from finance.rules.relief_dossier import ReliefPaper
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from finance.runtime.parameters import law
from tests.builders import E1
from tests.federation import ACCOUNTANT, Federation, contents, federation
from tests.papers import PDF, PROGRAM
from tests.relieved import DECIDER, PAPERS, add_papers, application, apply

DAY, NEXT = dt.date(2026, 6, 2), dt.date(2026, 6, 5)


@pytest.fixture
def fed(database: Database) -> Federation:
    """An application of E1 waits with LDA."""
    made = federation(database)
    apply(made, application(E1, ReliefKind.SUSPENSION, "2026-06", "2026-08"), DAY)
    return made


def _add(fed: Federation, *papers: GivenPaper, on: dt.date = DAY, seq: int = 1) -> list[str]:
    wish = AddReliefPapers("LDA", seq, ReliefPaper.REQUEST, papers, on)
    return add_relief_papers(fed.ctx(DAY, ACCOUNTANT), wish)


def test_kept_once_by_content(fed: Federation) -> None:
    """The same file again is the same paper; its bytes are those that came."""
    [digest] = _add(fed, GivenPaper("don.pdf", PDF))
    before = contents(fed.database)
    assert _add(fed, GivenPaper("ban khac.pdf", PDF)) == []
    assert contents(fed.database) == before
    with fed.database.reading() as session:
        assert content_of(session, "LDA", digest) == PDF


def test_the_dossier_is_complete_when_the_last_paper_came(fed: Federation) -> None:
    """And whoever brought one has a hand in it."""
    add_papers(fed, "LDA/RA/1", DAY, *PAPERS[ReliefKind.SUSPENSION][:2])
    other = Actor("thu", (Grant("LDA", "collector"),))
    add_papers(fed, "LDA/RA/1", NEXT, PAPERS[ReliefKind.SUSPENSION][2], actor=other)
    with fed.database.reading() as session:
        row = application_named(session, "LDA", 1)
        assert row is not None
        dossier = dossier_of(session, row, law())
        assert makers_of(session, row) == ["lan", "thu"]
    assert (dossier.missing, dossier.complete_on) == ((), NEXT)
    assert dossier.answer_due_on == dt.date(2026, 6, 26)
    assert not dossier.overdue(row, dt.date(2026, 6, 26))
    assert dossier.overdue(row, dt.date(2026, 6, 27))


def test_what_is_not_taken(fed: Federation) -> None:
    """Nothing, a program, too many, of a day ahead; and then none of the files is."""
    before = contents(fed.database)
    with pytest.raises(PaperWanted):
        _add(fed)
    with pytest.raises(WrongKind):
        _add(fed, GivenPaper("a.pdf", PDF), GivenPaper("b.pdf", PROGRAM))
    with pytest.raises(TooManyPapers):
        _add(fed, *(GivenPaper("a.pdf", PDF + bytes([at])) for at in range(21)))
    with pytest.raises(DayAhead):
        _add(fed, GivenPaper("a.pdf", PDF), on=NEXT)
    assert contents(fed.database) == before


def test_who_and_to_what(fed: Federation) -> None:
    """Who registers applications, and only while one waits."""
    with pytest.raises(UnknownApplication):
        _add(fed, GivenPaper("a.pdf", PDF), seq=2)
    wish = AddReliefPapers("LDA", 1, ReliefPaper.REQUEST, [GivenPaper("a.pdf", PDF)], DAY)
    with pytest.raises(PermissionRefused):
        add_relief_papers(fed.ctx(DAY, DECIDER), wish)
    answer = RefuseRelief("LDA", 1, "8/LĐLĐ", DAY, "Thiếu")
    refuse_relief(fed.ctx(DAY, DECIDER), answer)
    with pytest.raises(ApplicationDecided):
        _add(fed, GivenPaper("a.pdf", PDF))
