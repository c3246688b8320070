"""What the commands of moves and hand-overs refuse before anything is done."""

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.federations import federation
from tests.terminal import Terminal


def test_a_person_is_wanted(terminal: Terminal, engine_url: str) -> None:
    """Without one named, moves, hand-overs and the State's support are refused."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    for words in (
        ("levy", "follow", "LDA"),
        ("units", "hand-over", "G1", "--decision", "QĐ"),
    ):
        assert terminal.refused(*words)["code"] == "permission.refused", words
    unknown = terminal.refused("levy", "state-support", "R9", "--decision", "QĐ")
    assert unknown["code"] == "receipt.unknown"
    move = ("levy", "move", "--employer", "9900000016", "--to", "LDA", "--decision", "QĐ")
    assert terminal.refused(*move)["code"] == "employer.unknown"


def test_a_decision_is_wanted(terminal: Terminal) -> None:
    """It is an option that must be given."""
    assert terminal.run("levy", "move", "--employer", "1", "--to", "LDA").exit_code == 2
    assert terminal.run("units", "hand-over", "G1").exit_code == 2
