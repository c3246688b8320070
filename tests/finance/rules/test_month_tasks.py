"""What blocks a closing and what warns stands in one table."""

from finance.rules.month_tasks import KINDS

BLOCKING = {
    "vouchers_waiting",
    "sub_ledger_{account}",
    "pair_untied",
    "numbers_missing",
    "reopening_waiting",
    "not_carried_forward",
}


def test_what_blocks_and_what_warns() -> None:
    """Six kinds keep a month open; the others are worth a look. Each speaks both languages."""
    assert {name for name, kind in KINDS.items() if kind.blocks} == BLOCKING
    assert all(kind.vi and kind.en and kind.vi != kind.en for kind in KINDS.values())
    assert all(kind.code == f"close.{name}" for name, kind in KINDS.items())


def test_a_task_names_its_facts() -> None:
    """In its code and in both sentences."""
    found = KINDS["sub_ledger_{account}"].found(1, 5, account="33881")
    assert (found.code, found.count, found.amount_vnd, found.blocks) == (
        "close.sub_ledger_33881",
        1,
        5,
        True,
    )
    assert "33881" in found.vi
    assert "33881" in found.en


def test_a_task_need_not_be_about_money() -> None:
    """What is only counted has no amount."""
    found = KINDS["units_below_open"].found(3)
    assert (found.count, found.amount_vnd, found.blocks) == (3, 0, False)
