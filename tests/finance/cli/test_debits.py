"""The commands of debit rows that nobody recognised: names that are none, and nothing there."""

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.federations import federation
from tests.terminal import Terminal


def test_nothing_waits_and_no_name_fits(terminal: Terminal, engine_url: str) -> None:
    """An empty list; every verb refuses a name that is none, or is used wrongly."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    for options in ((), ("--unit", "LDA"), ("--all",)):
        assert terminal.ask("levy", "debits", *options) == {"rows": []}
    verbs: tuple[tuple[str, ...], ...] = (
        ("return", "LDA/D/1", "--receipt", "R"),
        ("settle", "LDA", "--payment", "LDA/IB/1"),
        ("spend", "LDA/D/x", "--account", "611", "--for", "Phí"),
    )
    for words in verbs:
        assert terminal.refused("levy", "debit", *words)["code"] == "debit.unknown"
    verbs = (
        ("approve", "LDA/XC/1"),
        ("refuse", "LDA", "--reason", "Sai"),
        ("undo", "LDA/XC/x", "--reason", "Sai"),
    )
    for words in verbs:
        assert terminal.refused("levy", "debit", *words)["code"] == "debit.unknown_clearing"
    spend = ("levy", "debit", "spend", "LDA/D/1", "--account", "611", "--for", "Phí")
    assert terminal.run(*spend, "--amount", "0").exit_code == 2
