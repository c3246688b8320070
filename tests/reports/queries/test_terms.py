"""A suspension counts from the day of its decision: days before it are as they were."""

import datetime as dt

import pytest

from finance.actions.grant_relief import GrantRelief, grant_relief
from finance.rules.relief import Ground, ReliefKind
from finance.rules.states import ObligationState
from finance.runtime.database import Database
from finance.runtime.parameters import law
from ledger.periods import Period
from reports.queries.arrears import arrears
from reports.queries.collection import YearWish, year
from reports.queries.levy import Employers, obligation_facts
from reports.queries.obligations import ListedObligation, ObligationWish, obligations
from reports.queries.standing import Seen
from reports.queries.terms import terms_before
from tests.builders import E1, E2
from tests.federation import Federation, federation
from tests.relieved import grant

JUNE = "2026-06"
ASSESSED = dt.date(2026, 7, 10)
DECIDED = dt.date(2026, 11, 20)
PROLONGED = dt.date(2026, 11, 25)
EVE = DECIDED - dt.timedelta(days=1)
DUE, LATER, LATEST = dt.date(2026, 7, 31), dt.date(2026, 12, 31), dt.date(2027, 1, 31)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 and E2 owe 1,000 each for June; E1's is suspended in November, and that is prolonged."""
    made = federation(database)
    for code in (E1, E2):
        made.owe(code, JUNE, 1_000, ASSESSED)
    grant(made, E1, ReliefKind.SUSPENSION, JUNE, "2026-11", DECIDED)
    grant(made, E1, ReliefKind.SUSPENSION, "2026-12", "2026-12", PROLONGED)
    return made


def _on(fed: Federation, day: dt.date) -> ListedObligation:
    with fed.database.reading() as session:
        [row] = obligations(session, ObligationWish(day, tax_code=E1), law())
    return row


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (DUE, (ObligationState.NOT_DUE, DUE, "", 0)),
        (dt.date(2026, 8, 1), (ObligationState.LATE, DUE, "", 1)),
        (EVE, (ObligationState.NON_PAYMENT, DUE, "", 111)),
        (DECIDED, (ObligationState.SUSPENDED, LATER, "suspension", 0)),
        (PROLONGED, (ObligationState.SUSPENDED, LATEST, "suspension", 0)),
        (dt.date(2027, 2, 1), (ObligationState.LATE, LATEST, "suspension", 1)),
    ],
)
def test_each_day_has_its_own_state(
    fed: Federation, day: dt.date, told: tuple[ObligationState, dt.date, str, int]
) -> None:
    """Not paid for 111 days up to the eve of the decision, suspended from it on."""
    row = _on(fed, day)
    assert (row.state, row.due_on, row.relief, row.days_late) == told


def test_only_what_was_decided_later_has_terms_of_its_own(fed: Federation) -> None:
    """After the last decision the obligation says it itself."""
    key = ("LDA", E1, JUNE)
    with fed.database.reading() as session:
        assert terms_before(session, EVE, law()) == {key: (DUE, False)}
        assert terms_before(session, DECIDED, law()) == {key: (LATER, True)}
        assert terms_before(session, PROLONGED, law()) == {}


def test_who_was_behind_stays_behind_on_that_day(fed: Federation) -> None:
    """Both up to the eve, E2 alone from the decision on; the rate of the year counts the same."""
    with fed.database.reading() as session:
        for day, behind, due in ((EVE, {E1, E2}, 2_000), (DECIDED, {E2}, 1_000)):
            found = {
                row.tax_code: row.oldest_due_on for row in arrears(session, day, Seen(), law())
            }
            assert found == dict.fromkeys(behind, DUE)
            held = year(session, YearWish(2026, day, Seen()), law())
            assert sum(each.receivable_vnd for each in held.levy) == due


def test_the_rate_with_suspended_months_counts_those_of_the_day(fed: Federation) -> None:
    """On the due day's eve nothing is due, and nothing is suspended yet; in November both are."""
    with fed.database.reading() as session:
        for day, due in ((DUE - dt.timedelta(days=1), 0), (DECIDED, 2_000)):
            held = year(session, YearWish(2026, day, Seen(), suspended_counted=True), law())
            assert sum(each.receivable_vnd for each in held.levy) == due


def test_a_month_that_was_disclosed_is_read_again_as_it_was(fed: Federation) -> None:
    """August knows nothing of November's decision; November does."""
    lda = Employers(frozenset({"LDA"}), of_grassroots=False)
    with fed.database.reading() as session:
        for month, due_on in ((Period("2026-08"), DUE), (Period("2026-11"), LATEST)):
            first = dt.date(2026, int(month[5:]), 1)
            last = dt.date(2026, int(month[5:]), 30)
            facts = {one.tax_code: one for one in obligation_facts(session, lda, first, last)}
            assert (facts[E1].due_on, facts[E1].suspended) == (due_on, due_on != DUE)
            assert facts[E2].due_on == DUE


def test_a_decision_recorded_later_counts_from_its_own_day(fed: Federation) -> None:
    """E2 was exempted on 6 August, and somebody wrote it down in November."""
    day = dt.date(2026, 8, 6)
    wish = GrantRelief(
        E2,
        ReliefKind.EXEMPTION,
        Period(JUNE),
        Period(JUNE),
        "QĐ 1",
        day,
        ground=Ground.BANKRUPTCY,
    )
    grant_relief(fed.ctx(DECIDED), wish)
    with fed.database.reading() as session:
        for on, state in (
            (day - dt.timedelta(days=1), ObligationState.LATE),
            (day, ObligationState.WAIVED),
            (DECIDED, ObligationState.WAIVED),
        ):
            [row] = obligations(session, ObligationWish(on, tax_code=E2), law())
            assert row.state is state
    fed.assert_sound()
