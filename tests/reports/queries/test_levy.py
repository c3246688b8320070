"""What employers owed, paid and how it was shared, as it stood at a month's end."""

import datetime as dt

from sqlalchemy.orm import Session

from finance.records.units import UnitRow, latest_unit
from finance.runtime.database import Database
from reports.disclosure.facts import PartFact
from reports.queries import levy
from reports.queries.levy import Employers
from tests.builders import decision, employer
from tests.federation import federation
from tests.reports.june_2026 import E1, E3, E4, FIRST, LAST


def _of(session: Session, unit: str) -> Employers:
    found = latest_unit(session, unit)
    assert found is not None
    return levy.employers_of(session, found, LAST)


def _parts(database: Database, unit: str, first: dt.date, last: dt.date) -> tuple[PartFact, ...]:
    with database.reading() as session:
        return levy.part_facts(session, _of(session, unit), first, last)


def test_obligations_stand_as_their_history_says(june: Database) -> None:
    """Before the month April and May were open; in it June came, and E4 was corrected."""
    with june.reading() as session:
        facts = levy.obligation_facts(session, _of(session, "G1"), FIRST, LAST)
    found = {(fact.tax_code, fact.period): fact for fact in facts}
    assert len(found) == 5
    assert found[E1, "2026-04"].owed_before_vnd == 23_753_086
    assert found[E1, "2026-04"].paid_within_vnd == 23_753_086
    assert found[E4, "2026-06"].owed_within_vnd == 6_024_691
    assert found[E4, "2026-06"].open_vnd == 0


def test_what_was_settled_before_is_not_read_again(june: Database) -> None:
    """An obligation that was paid before the span and did not move in it is left out."""
    with june.reading() as session:
        facts = levy.obligation_facts(
            session, _of(session, "LDA"), dt.date(2026, 8, 1), dt.date(2026, 8, 31)
        )
    assert {(fact.tax_code, fact.open_vnd) for fact in facts} == {
        (E3, 135_780),
        ("9900000055", 4_000_000),
    }


def test_shares_of_each_part_add_up_to_it(june: Database) -> None:
    """Whatever was corrected, noticed or taken back, the shares that stand make the part."""
    parts = _parts(june, "LDA", FIRST, LAST)
    assert len(parts) == 6
    assert sum(part.now_vnd for part in parts) == 107_246_912
    for part in parts:
        assert sum(share.now_vnd for share in part.shares) == part.now_vnd


def test_parts_are_cut_at_the_span(june: Database) -> None:
    """Asked for the days after the match, E4 stood at its first amount before and fell within."""
    parts = _parts(june, "G1", dt.date(2026, 7, 20), LAST)
    [part] = parts
    assert part.key.tax_code == E4
    assert (part.before_vnd, part.within_vnd) == (6_913_578, -888_887)
    [ground] = [share for share in part.shares if share.role == "grassroots"]
    assert (ground.before_vnd, ground.within_vnd) == (5_185_184, -666_666)


def test_a_notice_alone_moves_a_part(june: Database) -> None:
    """A part whose shares were made anew is shown even when its amount did not move."""
    parts = _parts(june, "G2", dt.date(2026, 7, 16), dt.date(2026, 7, 16))
    [part] = parts
    assert part.within_vnd == 0
    assert {(share.place, share.within_vnd) for share in part.shares if share.within_vnd} == {
        ("custody", -14_814_815),
        ("unit", 10_370_370),
        ("organisation", 4_444_445),
    }


def test_what_was_shared_to_a_unit(june: Database) -> None:
    """Each unit's shares of the month, its own included where it collects."""
    with june.reading() as session:
        found = {
            unit: levy.shared_to(session, unit, FIRST, LAST)
            for unit in ("G1", "G2", "A1", "LDA", "TLD")
        }
    assert found == {
        "G1": 58_870_370,
        "G2": 10_370_370,
        "A1": 12_869_629,
        "LDA": 8_579_752,
        "TLD": 5_362_346,
    }


def test_employers_of_a_unit_that_has_gone_are_its_successors(own_june: Database) -> None:
    """After a merger the successor answers for the levy, and the old unit no more."""
    with own_june.writing() as session:
        gone = session.get_one(UnitRow, ("G2", dt.date(2020, 1, 1)))
        gone.valid_to, gone.successor_code = dt.date(2026, 7, 5), "G1"
        session.commit()
    with own_june.reading() as session:
        assert _of(session, "G1").units == {"G1", "G2"}
        assert _of(session, "G2").units == frozenset()
        assert _of(session, "LDA") == Employers(frozenset({"LDA"}), of_grassroots=False)


def test_names_of_employers(june: Database) -> None:
    """An employer is named as in the register; one that is not in it has no name."""
    with june.reading() as session:
        assert levy.employer_names(session, [E1, "0000000000"], LAST) == {E1: "Công ty TNHH Một"}
        assert levy.employer_names(session, [E1], dt.date(2000, 1, 1)) == {E1: "Công ty TNHH Một"}


def test_the_rules_of_the_levy(june: Database) -> None:
    """The configured rule is read with its decision and exact shares."""
    with june.reading() as session:
        [rule] = levy.levy_rules(session)
    assert rule.decision == "QĐ 12/TLĐ ngày 05/01/2022"
    assert sum(share for _, share in rule.shares) == 1


def test_what_is_passed_on_is_not_the_superior_s(database: Database) -> None:
    """Of 250 that came up from G2, A1 has 120, and LDA 80 of the 130 that A1 passed on."""
    fed = federation(database)
    fed.employers(employer(E1, collecting_unit="G2", grassroots_unit="G2"))
    fed.owe(E1, "2026-06", 1_000)
    receipt = fed.receive("G2", "R", 1_000, LAST)
    fed.match(LAST, decision(receipt, E1, {"2026-06": 1_000}, collector="G2"))
    fed.distribute(LAST)
    with database.reading() as session:
        shared = {u: levy.shared_to(session, u, FIRST, LAST) for u in ("G2", "A1", "LDA", "TLD")}
    assert shared == {"G2": 750, "A1": 120, "LDA": 80, "TLD": 50}
