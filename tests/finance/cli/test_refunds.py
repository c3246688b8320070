"""The commands of refunds: a name that is none, a unit that has none, an amount that is none."""

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.federations import federation
from tests.terminal import Terminal


def test_names_and_amounts(terminal: Terminal, engine_url: str) -> None:
    """Refused in a sentence, or as wrong usage."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    assert terminal.ask("levy", "refund", "list", "LDA") == {"rows": []}
    for name in ("LDA/HT/1", "LDA", "LDA/HT/x"):
        for words in (("approve", name), ("refuse", name, "--reason", "Sai")):
            assert terminal.refused("levy", "refund", *words)["code"] == "refund.unknown"
    ask = ("levy", "refund", "ask", "LDA", "--employer", "1", "--request", "C", "--account", "2")
    assert terminal.run(*ask, "--amount", "0").exit_code == 2
    assert terminal.refused(*ask)["code"] == "permission.refused"
