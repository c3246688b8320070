"""What waits in this room for the one who looks, and nothing of others."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeVar

from finance.records.runs import NoticeRow
from finance.shell.frame import scope
from finance.shell.room import Month, Waiting
from finance.web import waits
from tests.builders import E1, E3, account, employer, unit
from tests.doors import House
from tests.federation import federation
from tests.finance.web.desk import drafted, step, submitted

_DAY_US = 86_400 * 1_000_000


_Found = TypeVar("_Found")


def _asked(house: House, who: str, ask: Callable[..., Sequence[_Found]]) -> Sequence[_Found]:
    house.sign_in(who)
    with house.client, house.database.reading() as session:
        house.client.get("/office/payments/")
        return ask(session, scope())


def _waiting(house: House, who: str) -> dict[str, int]:
    found: Sequence[Waiting] = _asked(house, who, waits.waiting)
    return {each.kind: each.count for each in found if each.count}


def _notice(house: House, unit: str, slot: str, made_at_us: int) -> None:
    with house.database.writing() as session:
        session.add(
            NoticeRow(unit_code=unit, kind="k", slot=slot, vi="v", en="e", made_at_us=made_at_us)
        )
        session.commit()


def test_each_sees_what_waits_for_them(house: House) -> None:
    """The maker their drafts, the approver what they may approve, each their own."""
    drafted(house, "lan")
    submitted(house)
    submitted(house, "approver", "LDA")
    assert _waiting(house, "lan") == {"vouchers.draft": 1, "vouchers.submitted": 1}
    assert _waiting(house, "approver") == {"vouchers.approve": 1, "vouchers.submitted": 1}
    assert _waiting(house, "accountant") == {}


def test_what_was_sent_back_waits_for_its_maker(house: House) -> None:
    """And no longer for the approver."""
    seq = submitted(house)
    house.sign_in("approver")
    step(house, seq, "reject", reason="x")
    assert _waiting(house, "lan") == {"vouchers.rejected": 1}
    assert _waiting(house, "approver") == {}


def test_each_line_leads_to_exactly_these(house: House) -> None:
    """The list behind a number shows as many."""
    drafted(house, "lan")
    submitted(house)
    submitted(house, "approver", "LDA")
    for who in ("lan", "approver"):
        found: Sequence[Waiting] = _asked(house, who, waits.waiting)
        for each in found:
            if each.kind.startswith("vouchers."):
                page = house.client.get(each.url).text.partition("<tbody")[2]
                assert page.count("</a></th>") == each.count, each.kind


def test_reminders_are_counted_while_they_are_fresh(house: House) -> None:
    """Those of a month, in the units one sees; the list keeps the older ones."""
    now = house.clock.now_us()
    _notice(house, "CTA", "1", now - _DAY_US)
    _notice(house, "LDA", "2", now - 32 * _DAY_US)
    _notice(house, "LDB", "3", now)
    assert _waiting(house, "accountant") == {"notices": 1}
    with house.database.reading() as session:
        assert [each.slot for each in waits.notices(session, ["LDA", "CTA"])] == ["1", "2"]
        assert waits.notices(session, ["LDA", "CTA"], page=2) == []
        assert waits.notice_count(session, ["LDA", "CTA"]) == 2


def test_the_oldest_month_that_is_over_waits_to_be_closed(house: House) -> None:
    """In one's own units, with what keeps it open; a month that still runs does not wait."""
    found: Sequence[Month] = _asked(house, "accountant", waits.months)
    assert [(each.unit_code, each.period, each.hindrances) for each in found] == [
        ("LDA", "2026-01", 0)
    ]
    assert house.client.get(found[0].url).status_code == 200
    house.sign_in("accountant")
    for month in range(1, 6):
        page = f"/office/units/LDA/months/2026-0{month}/"
        assert house.send(f"{page}close", page).status_code == 303
    assert _asked(house, "accountant", waits.months) == ()


def test_late_shares_and_custody_that_can_go(house: House) -> None:
    """Each line leads to as many; who stands below sees none of it."""
    fed = federation(house.database)
    fed.pay(E1, "2026-06", 1_000, dt.date(2026, 7, 10))
    fed.pay(E3, "2026-06", 1_000, dt.date(2026, 7, 10))
    house.clock.day = dt.date(2026, 7, 20)
    assert _waiting(house, "accountant") == {"shares.overdue": 3}
    fed.employers(employer(E3, grassroots_unit="G2"))
    assert _waiting(house, "accountant") == {"shares.overdue": 3, "custody.release": 1}
    assert _waiting(house, "lan") == {}


def test_payments_that_no_bank_can_make(house: House) -> None:
    """They wait with who is to pay them until the payee's account is registered."""
    fed = federation(house.database)
    fed.units(unit("G3"))
    fed.employers(employer(E1, grassroots_unit="G3"))
    fed.pay(E1, "2026-06", 1_000, dt.date(2026, 7, 10))
    fed.distribute(dt.date(2026, 7, 10))
    house.clock.day = dt.date(2026, 7, 13)
    assert _waiting(house, "accountant") == {"payments.without_account": 1}
    assert _waiting(house, "lan") == {}
    fed.accounts(account("G3"))
    assert _waiting(house, "accountant") == {}
