"""The levy of a unit's employers: owed, collected, shared."""

import datetime as dt

from reports.disclosure import levy
from reports.disclosure.facts import CUSTODY, ORGANISATION
from tests.reports.facts import month, obligation, part, share

LAST = dt.date(2026, 7, 31)


def test_owed_is_collected_and_still_open() -> None:
    """What was open, what came and what was corrected is owed; collected and open make it up."""
    found = levy.owed(
        [obligation(owed=100, before=40, paid=120), obligation(owed=-10, before=30)], LAST
    )
    assert (found["open_before_vnd"], found["assessed_vnd"], found["owed_vnd"]) == (70, 90, 160)
    assert (found["collected_vnd"], found["open_vnd"]) == (120, 40)


def test_a_suspended_month_stands_apart() -> None:
    """What may be paid later is not owed yet; after its make-up day it is owed as any other."""
    held = [obligation(owed=100, due="2026-09-30", suspended=True), obligation(owed=5)]
    found = levy.owed(held, LAST)
    assert (found["owed_vnd"], found["suspended_vnd"]) == (5, 100)
    assert found["suspended_until"] == "2026-09-30"
    later = levy.owed(held, dt.date(2026, 9, 30))
    assert (later["owed_vnd"], later["suspended_vnd"], later["suspended_until"]) == (105, 0, "")


def test_the_due_day_itself_is_in_time() -> None:
    """Nothing is overdue on the day it is due."""
    held = [obligation(owed=100)]
    assert levy.owed(held, LAST)["overdue_vnd"] == 0
    assert levy.owed(held, dt.date(2026, 8, 1))["overdue_vnd"] == 100


def test_shares_go_from_the_ground_up() -> None:
    """Shares are told by unit, the grassroots first; what belongs to no unit stands by itself."""
    parts = (
        part(100, [share("national", 5, unit="TLD"), share("grassroots", 75, unit="G1")]),
        part(40, [share("grassroots", 20, place=CUSTODY, unit="")]),
        part(40, [share("workers_organisation", 10, place=ORGANISATION, unit="Tổ chức H")]),
        part(9, [share("upper", 9, unit="A1", before=9)]),
    )
    found = levy.shares(month(parts=parts, units={"G1": "Cơ sở 1"}))
    assert [(row["role"], row["unit"], row["amount_vnd"]) for row in found] == [
        ("grassroots", "G1", 75),
        ("organisation", "Tổ chức H", 10),
        ("custody", "", 20),
        ("national", "TLD", 5),
    ]
    assert [row["kept"] for row in found] == [True, False, False, False]
    assert found[0]["unit_name"] == "Cơ sở 1"


def test_whose_a_share_is() -> None:
    """A share of the collecting unit is its own, whatever else is written; custody is nobody's."""
    held = part(1, [])
    assert levy.unit_of(held, share("province", 1, place="own", unit="")) == "LDA"
    assert levy.unit_of(held, share("grassroots", 1, place=CUSTODY, unit="?")) == ""
    assert levy.unit_of(held, share("upper", 1, unit="A1")) == "A1"


def test_the_grassroots_part_is_whoever_holds_it() -> None:
    """Custody and a workers' organisation hold the grassroots part; the levels above do not."""
    assert levy.is_grassroots(share("workers_organisation", 1, place=ORGANISATION))
    assert levy.is_grassroots(share("grassroots", 1, place=CUSTODY))
    assert not levy.is_grassroots(share("upper", 1))


def test_no_person_is_named() -> None:
    """A tax code of twelve digits is a person's number: neither it nor a name is shown."""
    names = {"012345678901": "Hộ ông Nguyễn Văn A", "9900000016": "Công ty Một"}
    assert levy.public_employer("012345678901", names) == ("", "")
    assert levy.public_employer("9900000016", names) == ("9900000016", "Công ty Một")
    assert levy.public_employer("9900000023", names) == ("9900000023", "")
