"""The State's support: its own account and source; what is left goes by the budget law."""

import datetime as dt

import pytest

from finance.actions.carry_forward import CarryForward, carry_forward
from finance.actions.identify_receipt import NothingOpen
from finance.actions.record_state_support import (
    DecisionOfState,
    PayersReceipt,
    RecordStateSupport,
    record_state_support,
)
from finance.actions.release_receipt import NothingToRelease
from finance.rules.year_end import StateMoney, StateMoneyUndecided
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.store.verification import verify
from tests.builders import E1, account, decision
from tests.federation import ACCOUNTANT, Federation, federation
from tests.scenarios.changes import figures, posted, there

DAY = dt.date(2026, 7, 10)
EVE = dt.date(2026, 12, 31)
GIVEN = RecordStateSupport("LDA/R/1", DAY, "QĐ 88/UBND")


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June; LDA has an account at the State Treasury, and 900,000 came in."""
    made = federation(database)
    made.accounts(account("LDA", account_no="3713.0.LDA", purpose="operations"))
    made.receive("LDA", "KB1", 900_000, DAY)
    return made


def test_k16_the_state_s_support_is_income_of_its_own_source(fed: Federation) -> None:
    """The bank row and this make Dr 112 / Cr 337861·state·24 of 900,000."""
    before = there(fed)
    assert record_state_support(fed.ctx(DAY, ACCOUNTANT), GIVEN) == "LDA/R/1"
    assert posted(fed, before) == figures("K16")
    held = fed.receipt("LDA/R/1")
    assert (held.state, held.open_vnd, held.evidence) == ("matched", 0, "state.support")
    assert fed.balance("LDA", "112") == 900_000
    assert fed.balance("LDA", "33881") == 0
    with pytest.raises(NothingOpen):
        record_state_support(fed.ctx(DAY, ACCOUNTANT), GIVEN)
    fed.assert_sound()
    with fed.database.reading() as session:
        assert verify(session).rows == ()


def test_what_is_left_at_the_end_of_the_year_goes_back(fed: Federation) -> None:
    """200,000 were spent: 700,000 go to 333, unless a decision carries them over."""
    record_state_support(fed.ctx(DAY, ACCOUNTANT), GIVEN)
    lines = [debit("611", 200_000, fund="state", item="31"), credit("112", 200_000)]
    fed.voucher("LDA", DAY, "Hội thảo", lines)
    with pytest.raises(StateMoneyUndecided):
        carry_forward(fed.ctx(EVE), CarryForward("LDA", 2026))
    wish = CarryForward("LDA", 2026, StateMoney.RETURN, "TB 5/KBNN")
    carry_forward(fed.ctx(EVE), wish)
    assert fed.balance("LDA", "333") == -700_000
    assert fed.balance("LDA", "4316") == 0


def test_it_can_be_taken_back(fed: Federation) -> None:
    """Said by mistake, it is undone by the opposite lines, and the receipt waits again."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    undo = RecordStateSupport("LDA/R/1", DAY, "Nhầm", undo=True)
    with pytest.raises(NothingToRelease):
        record_state_support(ctx, undo)
    record_state_support(ctx, GIVEN)
    record_state_support(ctx, undo)
    assert fed.receipt("LDA/R/1").state == "unidentified"
    assert fed.balance("LDA", "337861") == 0
    record_state_support(ctx, GIVEN)
    fed.assert_sound()


def test_what_is_a_payer_s_is_not_the_state_s(fed: Federation) -> None:
    """And the decision is named."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    with pytest.raises(DecisionOfState):
        record_state_support(ctx, RecordStateSupport("LDA/R/1", DAY, ""))
    fed.match(DAY, decision("LDA/R/1", E1, {}, 100_000))
    with pytest.raises(PayersReceipt):
        record_state_support(ctx, GIVEN)
