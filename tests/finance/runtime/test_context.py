"""Nobody acts outside their own unit and below, nor beyond their role."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.rules.permissions import TwoPeople
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from finance.runtime.parameters import permissions
from tests.builders import OPENED, unit
from tests.federation import SETTINGS, Federation, federation


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _may(fed: Federation, actor: Actor, act: str, at: str, on: dt.date = OPENED) -> bool:
    with fed.database.reading() as session:
        return fed.ctx(on, actor).may(session, act, at)


@pytest.mark.parametrize(
    ("held", "at", "allowed"),
    [
        ("A1", "A1", True),
        ("A1", "G1", True),
        ("TLD", "G1", True),
        ("G1", "A1", False),
        ("G2", "G1", False),
        ("A1", "", False),
        ("TLD", "", True),
        ("TLD", "NONE", False),
    ],
)
def test_own_unit_and_below(fed: Federation, held: str, at: str, *, allowed: bool) -> None:
    """What concerns all units is for the very top; a unit nobody knows is nobody's."""
    actor = Actor("a", (Grant(held, "accountant"),))
    assert _may(fed, actor, "levy.assess", at) is allowed


def test_each_role_does_what_its_row_says(fed: Federation) -> None:
    """The table of permissions, act by act; without a grant nothing."""
    held = permissions()
    for role in held.roles:
        if role == "system":
            continue
        for act in held.acts:
            actor = Actor("a", (Grant("LDA", role),))
            assert _may(fed, actor, act, "LDA") is held.may({role}, act)
            assert not _may(fed, Actor("b"), act, "LDA")


def test_the_system_does_batch_acts_only(fed: Federation) -> None:
    """Wherever they are done; whatever grants somebody of that name would claim."""
    for act, named in permissions().acts.items():
        allowed = _may(fed, SYSTEM, act, "G1")
        assert not allowed or named.batch
    claimed = Actor("system", (Grant("TLD", "approver"),))
    assert not _may(fed, claimed, "voucher.approve", "G1")


def test_a_unit_that_has_gone_belongs_to_those_above_it(fed: Federation) -> None:
    """Somebody has to wind its book up; the successor's people are not above it."""
    fed.units(unit("G2", valid_to=OPENED, successor_code="G1"))
    later = dt.date(2026, 9, 1)
    for held, allowed in (("A1", True), ("G2", True), ("G1", False)):
        actor = Actor("a", (Grant(held, "accountant"),))
        assert _may(fed, actor, "period.close", "G2", later) is allowed


def test_a_refusal_names_who_what_and_where(fed: Federation) -> None:
    """In both languages."""
    ctx = fed.ctx(OPENED, Actor("lan"))
    with fed.database.reading() as session, pytest.raises(PermissionRefused) as refused:
        ctx.require(session, "levy.assess", "LDA")
    assert refused.value.facts == {
        "actor": "lan",
        "act": "levy.assess",
        "unit": "LDA",
        "act_name_vi": "tính kinh phí phải thu",
        "act_name_en": "assess the levy",
        "place_vi": "tại đơn vị LDA",
        "place_en": "in unit LDA",
    }
    assert "LDA" in refused.value.sentence("vi")


def test_an_act_for_all_units_is_refused_in_the_whole_federation(fed: Federation) -> None:
    """No sentence ends at a unit without a name."""
    ctx = fed.ctx(OPENED, Actor("lan"))
    with fed.database.reading() as session, pytest.raises(PermissionRefused) as refused:
        ctx.require(session, "levy.assess", "")
    vi, en = (refused.value.sentence(language) for language in ("vi", "en"))
    assert vi == "lan không được phép «tính kinh phí phải thu» trong toàn hệ thống."
    assert en == "lan may not “assess the levy” in the whole federation."


def test_the_business_day_is_the_clocks(database: Database) -> None:
    """No action asks another."""
    assert Context(database, FixedClock(OPENED), SYSTEM, SETTINGS).today == OPENED


def test_a_refusal_names_the_act_in_words(fed: Federation) -> None:
    """Vietnamese for who reads Vietnamese; the code stands in the facts."""
    actor = Actor("hoa", (Grant("G1", "accountant"),))
    with fed.database.reading() as session, pytest.raises(PermissionRefused) as caught:
        fed.ctx(OPENED, actor).require(session, "voucher.approve", "G1")
    assert "«duyệt và ghi sổ chứng từ»" in caught.value.sentence("vi")
    assert "“approve and post a voucher”" in caught.value.sentence("en")
    assert caught.value.facts["act"] == "voucher.approve"


def test_some_acts_want_a_role_in_the_unit_itself(
    fed: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the table says so, who stands above does not decide for those below."""
    held = permissions()
    near = replace(held, two_people={"voucher.approve": TwoPeople(0, above=False)})
    monkeypatch.setattr("finance.runtime.context.permissions", lambda: near)
    above, own = (Actor("minh", (Grant(unit, "approver"),)) for unit in ("A1", "G1"))
    assert not _may(fed, above, "voucher.approve", "G1")
    assert _may(fed, own, "voucher.approve", "G1")
    assert not _may(fed, own, "voucher.approve", "A1")
