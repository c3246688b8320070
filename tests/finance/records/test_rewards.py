"""Rewards as they are kept beside their vouchers."""

import datetime as dt

from finance.actions.propose_reward import ProposeReward, propose_reward
from finance.records.rewards import reward_of_key, reward_paid_by, rewards, rewards_in_year
from finance.rules.rewards import Recipient
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.casework import ACCOUNTANT
from tests.federation import federation

DAY = dt.date(2026, 7, 15)


def test_a_reward_is_as_far_as_its_voucher(database: Database) -> None:
    """Listed by unit, counted by recipient and year, found by its key and from its voucher."""
    fed = federation(database)
    wish = ProposeReward(
        "LDA",
        Recipient.PERSON,
        "Bà Hoa",
        "079099000001",
        Vnd(1),
        DAY,
        "Giúp",
        outside=True,
        key="h",
    )
    propose_reward(fed.ctx(DAY, ACCOUNTANT), wish)
    with database.reading() as session:
        [held] = rewards(session, ["LDA"])
        assert rewards(session, ["A1"]) == []
        assert (held.state, held.row.name, held.entry) == ("submitted", "Bà Hoa", "")
        counted = [rewards_in_year(session, who, year) for who, year in _ASKED]
        paid = reward_paid_by(session, "LDA", held.row.voucher_seq)
        assert paid is not None
        assert paid.seq == held.row.seq
        assert reward_paid_by(session, "LDA", 99) is None
        assert reward_of_key(session, "LDA", "h") is paid
        assert reward_of_key(session, "A1", "h") is None
        assert paid.public_id == "LDA/TH/1"
    assert counted == [1, 0, 0]


_ASKED = (("079099000001", 2026), ("079099000001", 2027), ("079099000002", 2026))
