"""Giving people a name and a role."""

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.federations import federation
from tests.terminal import Terminal

WORDS = ("users", "add", "ketoan", "--role", "accountant", "--unit", "G1")


def test_a_password_comes_by_standard_input(terminal: Terminal, engine_url: str) -> None:
    """A person is added with the password that stands on the first line, and it is not shown."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    result = terminal.run(*WORDS, "--password-stdin", typed="một mật khẩu đủ dài\n")
    assert result.exit_code == 0
    assert "mật khẩu" not in result.output


def test_a_random_password_is_printed_once(terminal: Terminal, engine_url: str) -> None:
    """A password made here is shown with the new person, and never for one who is known."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    first = terminal.ask(*WORDS, "--random-password")
    assert len(first["password"]) >= 12
    assert first["new_user"] is True
    again = terminal.ask(*WORDS, "--random-password")
    assert "password" not in again
    assert (again["new_user"], again["new_role"]) == (False, False)


def test_a_new_person_without_password_is_refused(terminal: Terminal, engine_url: str) -> None:
    """Nobody is added who could not sign in."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    assert terminal.refused(*WORDS)["code"] == "people.no_password"


def test_an_unknown_unit_or_role_is_refused(terminal: Terminal, engine_url: str) -> None:
    """A role is one of the table's, held in a unit that stands."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    words = ("users", "add", "ai", "--random-password")
    assert terminal.refused(*words, "--role", "king", "--unit", "G1")["code"] == (
        "people.unknown_role"
    )
    assert terminal.refused(*words, "--role", "accountant", "--unit", "XX")["code"] == (
        "people.unknown_unit"
    )
