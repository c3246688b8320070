"""An employer in hardship: suspended, made up, reduced, bankrupt. Figures to the đồng.

E1 stops production in June 2026. It asks to be suspended from June to August, pays the three months
on their day, asks for a reduction when it has to cut staff, and goes bankrupt in
December.
"""

import datetime as dt
from collections.abc import Callable

import pytest

from finance.records.relief_applications import applications, dossiers
from finance.rules.collection import Receivable, collection_rate
from finance.rules.relief import Ground, ReliefKind
from finance.rules.relief_dossier import ReliefPaper
from finance.runtime.database import Database
from finance.runtime.parameters import law
from ledger.money import Vnd
from reports.queries.obligations import ListedObligation, ObligationWish, obligations
from tests.builders import E1, E2, decision
from tests.federation import Federation, federation
from tests.relieved import DECIDER, FIFTH, PAPERS, add_papers, application, apply, grant

SUSPENSION, REDUCTION, EXEMPTION = ReliefKind
LEVY = 4_000_001


def _listed(fed: Federation, on: dt.date) -> dict[str, ListedObligation]:
    with fed.database.reading() as session:
        rows = obligations(session, ObligationWish(on, tax_code=E1), law())
    return {row.period: row for row in rows}


def _rate(fed: Federation, on: dt.date) -> tuple[int, int]:
    receivables = [
        Receivable(
            Vnd(row.amount_vnd - row.waived_vnd),
            Vnd(row.paid_vnd),
            row.due_on,
            suspended=row.relief == "suspension",
        )
        for row in _listed(fed, on).values()
    ]
    found = collection_rate(receivables, on)
    return found.receivable_vnd, found.collected_vnd


def _pay(fed: Federation, on: dt.date, parts: dict[str, int]) -> None:
    receipt = fed.receive("LDA", f"R{on}", sum(parts.values()), on)
    assert fed.match(on, decision(receipt, E1, parts)).refused == []


def test_from_the_application_to_bankruptcy(database: Database) -> None:
    """Each step leaves the books sound, and the list says what an accountant expects."""
    fed = federation(database)
    fed.owe(E1, "2026-05", LEVY)
    _ask_for_suspension(fed)
    _make_up(fed)
    _reduce(fed)
    _go_bankrupt(fed)


def _ask_for_suspension(fed: Federation) -> None:
    """In on 1 June, complete on 3 June, to be answered by 24 June, granted on the 19th."""
    asked = application(E1, SUSPENSION, "2026-06", "2026-08")
    one = apply(fed, asked, dt.date(2026, 6, 1))
    add_papers(fed, one, dt.date(2026, 6, 1), ReliefPaper.REQUEST, ReliefPaper.OFF_LIST)
    add_papers(fed, one, dt.date(2026, 6, 3), ReliefPaper.LABOUR_REPORT)
    with fed.database.reading() as session:
        [(_, dossier)] = dossiers(session, applications(session), law())
    assert dossier.complete_on == dt.date(2026, 6, 3)
    assert dossier.answer_due_on == dt.date(2026, 6, 24)
    grant(fed, E1, SUSPENSION, "2026-06", "2026-08", dt.date(2026, 6, 19), actor=DECIDER)
    for month, on in (
        ("2026-06", dt.date(2026, 7, 2)),
        ("2026-07", dt.date(2026, 8, 3)),
        ("2026-08", dt.date(2026, 9, 2)),
    ):
        fed.owe(E1, month, LEVY, on)
    rows = _listed(fed, dt.date(2026, 9, 29))
    assert {month: (row.state.value, row.relief) for month, row in rows.items()} == {
        "2026-05": ("non_payment", ""),
        "2026-06": ("suspended", "suspension"),
        "2026-07": ("suspended", "suspension"),
        "2026-08": ("suspended", "suspension"),
    }
    assert {row.due_on for row in rows.values() if row.relief} == {dt.date(2026, 9, 30)}
    assert _rate(fed, dt.date(2026, 9, 29)) == (LEVY, 0)  # only May is due
    assert fed.balance("LDA", "13881") == 4 * LEVY  # nothing was posted for the suspension


def _make_up(fed: Federation) -> None:
    """All that was suspended is paid on the very day, in full, and is not late."""
    day = dt.date(2026, 9, 30)
    _pay(fed, day, {"2026-06": LEVY, "2026-07": LEVY, "2026-08": LEVY})
    rows = _listed(fed, day)
    assert [rows[month].state.value for month in ("2026-06", "2026-07", "2026-08")] == ["paid"] * 3
    assert _rate(fed, day) == (4 * LEVY, 3 * LEVY)
    fed.assert_sound()


def _reduce(fed: Federation) -> None:
    """Thirty of a hundred cut: a fifth off from October to March; October was paid in full."""
    fed.owe(E1, "2026-09", LEVY, dt.date(2026, 10, 2))
    fed.owe(E1, "2026-10", LEVY, dt.date(2026, 11, 3))
    _pay(fed, dt.date(2026, 11, 5), {"2026-10": LEVY})
    asked = application(
        E1,
        REDUCTION,
        "2026-10",
        "2027-03",
        document_on=dt.date(2026, 11, 2),
        received_on=dt.date(2026, 11, 2),
    )
    one = apply(fed, asked, dt.date(2026, 11, 2))
    add_papers(fed, one, dt.date(2026, 11, 2), *PAPERS[REDUCTION])
    day = dt.date(2026, 11, 16)
    done = grant(fed, E1, REDUCTION, "2026-10", "2027-03", day, FIFTH, DECIDER)
    assert (done.change_vnd, done.freed_vnd) == (-800_000, 800_000)
    october = _listed(fed, day)["2026-10"]
    assert (october.gross_vnd, october.relief_vnd, october.amount_vnd) == (
        LEVY,
        800_000,
        LEVY - 800_000,
    )
    assert (october.relief, october.state.value) == ("reduction", "paid")
    assert _listed(fed, dt.date(2026, 11, 15))["2026-10"].relief == ""  # as it stood the day before
    assert fed.balance("LDA", "33882") == -800_000  # the payer's credit
    fed.owe(E1, "2026-11", LEVY, dt.date(2026, 12, 2))
    assert fed.obligation(E1, "2026-11").amount_vnd == LEVY - 800_000
    fed.assert_sound()


def _go_bankrupt(fed: Federation) -> None:
    """May, September and November are unpaid: exempted, whatever is declared afterwards."""
    asked = application(
        E1,
        EXEMPTION,
        "2026-05",
        "2026-12",
        ground=Ground.BANKRUPTCY,
        document_on=dt.date(2026, 12, 14),
        received_on=dt.date(2026, 12, 14),
    )
    one = apply(fed, asked, dt.date(2026, 12, 14))
    add_papers(fed, one, dt.date(2026, 12, 14), ReliefPaper.BANKRUPTCY_REQUEST)
    day = dt.date(2026, 12, 21)
    shared = fed.balance("G1", "33885")
    done = grant(fed, E1, EXEMPTION, "2026-05", "2026-12", day, actor=DECIDER)
    assert done.change_vnd == -(LEVY + LEVY + LEVY - 800_000)
    assert fed.balance("G1", "33885") == shared  # what was paid stays shared
    fed.owe(E1, "2026-12", LEVY, day)
    fed.owe(E1, "2026-11", 2 * LEVY, day)
    rows = _listed(fed, day)
    assert {month for month, row in rows.items() if row.state.value == "waived"} == {
        "2026-05",
        "2026-09",
        "2026-11",
        "2026-12",
    }
    assert {row.open_vnd for row in rows.values()} == {0}
    assert fed.balance("LDA", "13881") == fed.balance("LDA", "33883") == 0
    fed.assert_sound()


@pytest.mark.parametrize("position", range(4))
def test_assessed_before_a_decision_or_after_it_is_the_same(
    database: Database, position: int
) -> None:
    """Two suspensions in a row and a reduction: the months come out alike, whenever assessed."""
    fed = federation(database)
    day = dt.date(2026, 10, 12)
    decisions: list[Callable[[], object]] = [
        lambda: grant(fed, E2, SUSPENSION, "2026-06", "2026-06", day),
        lambda: grant(fed, E2, SUSPENSION, "2026-07", "2026-08", day),
        lambda: grant(fed, E2, REDUCTION, "2026-09", "2026-10", day, FIFTH),
    ]
    for at in range(4):
        if at == position:
            for month in ("2026-05", "2026-06", "2026-08", "2026-09"):
                fed.owe(E2, month, LEVY, day)
        if at < len(decisions):
            decisions[at]()
    rows = {month: fed.obligation(E2, month) for month in ("2026-05", "2026-06", "2026-08")}
    assert {month: row.due_on for month, row in rows.items()} == {
        "2026-05": dt.date(2026, 6, 30),
        "2026-06": dt.date(2026, 9, 30),
        "2026-08": dt.date(2026, 9, 30),
    }
    assert {row.amount_vnd for row in rows.values()} == {LEVY}
    assert fed.obligation(E2, "2026-09").amount_vnd == LEVY - 800_000
    assert fed.balance("LDA", "13881") == 4 * LEVY - 800_000
    fed.assert_sound()
