"""Rewards, driven by commands."""

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.casework import COLLECTOR, OPENED_ON, opened, unpaid
from tests.federation import federation
from tests.terminal import Terminal

MAKER, CHECKER, INSPECTOR = ("--as", "ketoan"), ("--as", "duyet"), ("--as", "kiem")
REWARD = ("levy", "reward")
PROPOSED = (
    *(*REWARD, "propose", "LDA", "--key", "TTr-12", "--to", "collective"),
    *("--name", "Đội thuế phường 1", "--identity", "0100000001", "--amount", "5000000"),
    *("--reason", "Phối hợp đôn đốc", "--case", "LDA/C/1", "--outside", "--on", "2026-06-30"),
)


@pytest.fixture
def office(terminal: Terminal, engine_url: str) -> Terminal:
    """LDA with an accountant, an approver and an inspector, and a case."""
    fed = federation(Database(engine_url).within(EVERYTHING))
    unpaid(fed)
    assert opened(fed.ctx(OPENED_ON, COLLECTOR)) == 1
    for name, role in (("ketoan", "accountant"), ("duyet", "approver"), ("kiem", "inspector")):
        words = ("users", "add", name, "--role", role, "--unit", "LDA", "--password-stdin")
        assert terminal.run(*words, typed="một mật khẩu đủ dài\n").exit_code == 0
    return terminal


def _changed(words: tuple[str, ...], **changes: str) -> list[str]:
    made = list(words)
    for name, value in changes.items():
        made[made.index(f"--{name}") + 1] = value
    return made


def test_a_reward_is_proposed_once_and_approved_as_its_voucher(office: Terminal) -> None:
    """Sent again it is the same one; the voucher's own command posts it, by a second person."""
    made = office.ask(*PROPOSED, *MAKER)
    assert made == {
        "changed": True,
        "reward": "LDA/TH/1",
        "key": "TTr-12",
        "recipient": "collective",
        "name": "Đội thuế phường 1",
        "identity": "0100000001",
        "amount_vnd": 5_000_000,
        "reason": "Phối hợp đôn đốc",
        "case": "LDA/C/1",
        "proposed_on": "2026-06-30",
        "proposed_by": "ketoan",
        "voucher": "LDA/V/1",
        "state": "submitted",
        "entry": "",
    }
    assert office.ask(*PROPOSED, *MAKER) == {**made, "changed": False}
    approve = ("voucher", "approve", "LDA/V/1")
    assert office.refused(*approve, *MAKER)["code"] == "permission.refused"
    office.ask(*approve, *CHECKER)
    after = office.ask(*PROPOSED, *MAKER)
    assert (after["changed"], after["state"], after["voucher"]) == (False, "posted", "LDA/V/1")
    rows = office.ask(*REWARD, "list", "LDA", *INSPECTOR)["rows"]
    assert rows == [{key: value for key, value in after.items() if key != "changed"}]
    assert rows[0]["entry"]


def test_by_bank_or_in_cash_without_a_case(office: Terminal) -> None:
    """From the bank unless it says cash; today unless it says a day."""
    words = [word for word in PROPOSED if word not in {"--case", "LDA/C/1", "--on", "2026-06-30"}]
    assert office.ask(*words, *MAKER)["case"] == ""
    cash = office.ask(*_changed(tuple(words), key="TTr-13"), "--cash", *MAKER)
    assert (cash["reward"], cash["proposed_on"]) == ("LDA/TH/2", "2026-06-30")
    accounts = [
        [line["account"] for line in office.ask("voucher", "show", f"LDA/V/{seq}")["lines"]]
        for seq in (1, 2)
    ]
    assert accounts == [["611", "112"], ["611", "111"]]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (_changed(PROPOSED, amount="99000000", key="TTr-13"), "reward.too_large"),
        ([word for word in PROPOSED if word != "--outside"], "reward.inside_the_union"),
        (_changed(PROPOSED, name=" "), "reward.wrong_form"),
        (_changed(PROPOSED, identity="9" * 41), "ledger.unfit_text"),
    ],
)
def test_beyond_the_decree_nothing_is_proposed(
    office: Terminal, words: list[str], code: str
) -> None:
    """Refused by its code, as on the page."""
    assert office.refused(*words, *MAKER)["code"] == code
    assert office.ask(*REWARD, "list", "LDA")["rows"] == []


def test_one_key_stands_for_one_proposal(office: Terminal) -> None:
    """Another amount under it is refused; nothing is changed."""
    made = office.ask(*PROPOSED, *MAKER)
    error = office.refused(*_changed(PROPOSED, amount="1"), *MAKER)
    assert (error["code"], error["facts"]["reward"]) == ("reward.key_used", "LDA/TH/1")
    [row] = office.ask(*REWARD, "list", "LDA")["rows"]
    assert row["amount_vnd"] == made["amount_vnd"]


def test_only_who_drafts_vouchers_proposes(office: Terminal) -> None:
    """Not an inspector, and not the system."""
    for person in (INSPECTOR, ()):
        assert office.refused(*PROPOSED, *person)["code"] == "permission.refused"


def test_wrong_usage(office: Terminal) -> None:
    """No key, or an amount of nothing."""
    nameless = [word for word in PROPOSED if word not in {"--key", "TTr-12"}]
    assert office.run(*nameless, *MAKER).exit_code == 2
    assert office.run(*_changed(PROPOSED, amount="0"), *MAKER).exit_code == 2
