"""Who may do what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.permissions import Named, SamePerson, TwoPeople, four_eyes, parse_permissions
from finance.runtime.parameters import permissions

TABLE = permissions()
ROLES = {"accountant", "approver", "treasurer", "inspector", "collector", "operator", "system"}


def test_the_roles_are_those_people_can_be_given() -> None:
    """Six roles for people, and the system's own; each with a name in both languages."""
    assert set(TABLE.roles) == ROLES
    for named in (*TABLE.roles.values(), *TABLE.acts.values()):
        assert named.vi
        assert named.en


@pytest.mark.parametrize(
    ("role", "act", "allowed"),
    [
        ("accountant", "voucher.draft", True),
        ("accountant", "voucher.approve", False),
        ("accountant", "user.add", False),
        ("approver", "voucher.approve", True),
        ("approver", "disclosure.publish", True),
        ("treasurer", "voucher.approve", False),
        ("treasurer", "ledger.read", True),
        ("collector", "receipt.identify", True),
        ("collector", "levy.distribute", False),
        ("operator", "register.import", True),
        ("operator", "voucher.approve", False),
        ("stranger", "ledger.read", False),
    ],
)
def test_a_role_may_do_its_own_work(role: str, act: str, *, allowed: bool) -> None:
    """Each role may do its work and no other's; an unknown role may do nothing."""
    assert TABLE.may([role], act) is allowed


def test_nobody_may_without_a_role() -> None:
    """Without a role there is no act one may do; with two one may do what either may."""
    assert not any(TABLE.may([], act) for act in TABLE.acts)
    assert TABLE.may(["inspector", "approver"], "voucher.approve")


def test_the_system_does_batch_acts_only() -> None:
    """What a person has to decide, a command that names no person cannot do."""
    done = {act for act in TABLE.acts if TABLE.may(["system"], act)}
    assert done
    assert {act for act in done if not TABLE.acts[act].batch} == set()
    assert not TABLE.may(["system"], "voucher.approve")
    assert not TABLE.may(["system"], "receipt.identify")


def test_inspectors_only_read() -> None:
    """Who inspects a book does not write in it."""
    assert [act for act in TABLE.acts if TABLE.may(["inspector"], act)] == ["ledger.read"]


def test_a_misspelt_act_is_our_own_mistake() -> None:
    """An act that is not in the table is not refused in silence."""
    with pytest.raises(AssertionError):
        TABLE.may(["accountant"], "voucher.aprove")


def test_the_table_is_read_as_it_is_written() -> None:
    """Each act and role with its names; only an act says whether it may be done by a batch."""
    table = parse_permissions(
        """
        [acts]
        "book.read" = { vi = "xem sổ", en = "read the book", batch = true }
        "book.bind" = { vi = "đóng sổ", en = "bind the book", batch = false }
        [roles.binder]
        vi = "Thợ đóng sách"
        en = "Binder"
        may = ["book.bind"]
        [four_eyes]
        "book.bind" = { from_vnd = 5, above = true }
        """
    )
    assert table.acts == {
        "book.read": Named("book.read", "xem sổ", "read the book", batch=True),
        "book.bind": Named("book.bind", "đóng sổ", "bind the book", batch=False),
    }
    assert table.roles == {"binder": Named("binder", "Thợ đóng sách", "Binder", batch=False)}
    assert table.allowed == {"binder": {"book.bind"}}
    assert table.two_people == {"book.bind": TwoPeople(5, above=True)}


def test_a_role_with_an_unknown_act_is_not_read() -> None:
    """The table does not give what it does not define."""
    with pytest.raises(AssertionError):
        parse_permissions('[acts]\n[four_eyes]\n[roles.a]\nvi = "A"\nen = "a"\nmay = ["b"]')
    with pytest.raises(AssertionError):
        parse_permissions("[acts]\n[roles]\n[four_eyes]\nb = { from_vnd = 0, above = true }")


FOUR_EYES = """
[acts]
a = { vi = "A", en = "a", batch = false }
b = { vi = "B", en = "b", batch = false }
[roles]
[four_eyes]
a = { from_vnd = 1000, above = false }
"""


def test_two_people_stand_behind_every_voucher() -> None:
    """In the table as it comes: every amount, and the unit above may give the second person."""
    for act in ("voucher.approve", "reversal.approve"):
        with pytest.raises(SamePerson):
            TABLE.check_second(act, ["minh", "Lan"], "lAN", 1)
        TABLE.check_second(act, ["minh", "hoa"], "lan", 10**15)
        assert not TABLE.only_in_unit(act)
    TABLE.check_second("voucher.draft", ["lan"], "lan", 1)


def test_from_which_amount_and_by_whom_is_data() -> None:
    """Below the amount one person is enough; the second may have to be of the unit itself."""
    table = parse_permissions(FOUR_EYES)
    table.check_second("a", ["lan"], "lan", 999)
    with pytest.raises(SamePerson):
        table.check_second("a", ["lan"], "lan", 1000)
    assert table.only_in_unit("a")
    assert not table.only_in_unit("b")


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_persons_are_two_names(maker: str, checker: str) -> None:
    """Nobody approves what they made, however they write their name."""
    if maker.casefold() != checker.casefold():
        four_eyes(maker, checker)
    with pytest.raises(SamePerson):
        four_eyes(maker, maker)


def test_letter_case_makes_no_second_person() -> None:
    """LAN and lan are one person."""
    with pytest.raises(SamePerson) as caught:
        four_eyes("LAN", "lan")
    assert caught.value.facts == {"person": "lan"}
