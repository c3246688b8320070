"""Money that lies in a unit's account and was collected for another is handed over."""

import datetime as dt

from finance.actions.hand_over import hand_over
from finance.runtime.database import Database
from tests.builders import E1, E3, decision
from tests.federation import federation

DAY = dt.date(2026, 7, 10)


def test_all_that_lies_there_once(database: Database) -> None:
    """The collecting unit's own share of it becomes income; a second time there is nothing."""
    fed = federation(database)
    for who, amount in ((E1, 1_000), (E3, 500)):
        fed.pay(who, "2026-06", amount, DAY, holder="TLD")
    assert fed.balance("LDA", "337861") == 0
    with database.writing() as session:
        [paid] = hand_over(session, fed.ctx(DAY), "TLD", DAY)
        assert hand_over(session, fed.ctx(DAY), "TLD", DAY) == []
        assert hand_over(session, fed.ctx(DAY), "LDA", DAY) == []
        session.commit()
    assert (paid.unit, paid.payee, paid.amount_vnd) == ("TLD", "LDA", 1_500)
    assert fed.balance("LDA", "337861") == -120
    assert fed.balance("TLD", "3363") == fed.balance("LDA", "1363") == 0
    assert fed.receipt("TLD/R/1").handed_over_on == DAY
    fed.assert_sound()


def test_what_was_put_there_after_the_day_waits(database: Database) -> None:
    """Matched on the 13th, it is not handed over on the 10th; nor is credit booked later."""
    fed = federation(database)
    later = dt.date(2026, 7, 13)
    fed.owe(E1, "2026-06", 1_000)
    receipt = fed.receive("TLD", "S", 1_000, DAY)
    fed.match(later, decision(receipt, E1, {"2026-06": 1_000}))
    assert fed.distribute(DAY) == []
    assert fed.balance("TLD", "3363") == -1_000
    [paid, *_] = fed.distribute(later)
    assert (paid.unit, paid.payee, paid.amount_vnd) == ("TLD", "LDA", 1_000)
    over = fed.receive("TLD", "T", 70, later)
    fed.match(later, decision(over, E1, {}, 70))
    assert fed.distribute(DAY) == []
    fed.assert_sound()
