"""Creating the database, asking after its health, running jobs."""

from pathlib import Path

from sqlalchemy import text

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.federations import federation
from tests.terminal import Terminal


def test_upgrade_is_harmless_when_repeated(terminal: Terminal) -> None:
    """A database that is already in the newest shape is left as it is, and the answer says so."""
    answer = terminal.ask("db", "upgrade")
    assert answer["changed"] is False
    assert answer["before"] == answer["after"]


def test_upgrade_makes_the_folder_and_the_database(terminal: Terminal, tmp_path: Path) -> None:
    """A first upgrade makes the SQLite file and the folders above it."""
    url = f"sqlite:///{tmp_path}/deep/below/books.sqlite3"
    answer = terminal.ask("db", "upgrade", "--database", url)
    assert answer["before"] == ""
    assert answer["after"]
    assert (tmp_path / "deep" / "below" / "books.sqlite3").is_file()


def test_a_healthy_database_has_nothing_to_say(terminal: Terminal) -> None:
    """The doctor of a fresh database lists nothing and ends with success."""
    assert terminal.ask("doctor") == {"rows": []}


def test_the_doctor_says_what_to_run_on_a_database_never_made(
    terminal: Terminal, tmp_path: Path
) -> None:
    """A database that was never upgraded is one ailment, with the command that mends it."""
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    answer = terminal.ask("doctor", "--database", url, status=1)
    assert [row["code"] for row in answer["rows"]] == ["doctor.schema_old"]
    assert "db upgrade" in answer["rows"][0]["message_en"]


def test_the_doctor_finds_a_year_that_was_not_opened(terminal: Terminal, engine_url: str) -> None:
    """A book without the months of this year is found, and the job that opens them cures it."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    terminal.clock.day = terminal.clock.day.replace(year=2027)
    rows = terminal.ask("doctor", status=1)["rows"]
    assert [row["code"] for row in rows] == ["doctor.year_not_open"]
    assert terminal.ask("jobs", "once", "open_year")["ran"] is True
    assert terminal.ask("doctor") == {"rows": []}


def test_a_job_runs_once_in_its_slot(terminal: Terminal) -> None:
    """The same job asked for twice on one day runs once, and the second answer says so."""
    assert terminal.ask("jobs", "once", "open_year")["ran"] is True
    assert terminal.ask("jobs", "once", "open_year")["ran"] is False


def test_an_unknown_job_is_a_mistake_of_usage(terminal: Terminal) -> None:
    """A job nobody declared ends with status 2 and names those there are."""
    result = terminal.run("jobs", "once", "sweep")
    assert result.exit_code == 2
    assert "open_year" in result.stderr


def test_a_command_on_a_database_never_made_says_what_to_do(
    terminal: Terminal, tmp_path: Path
) -> None:
    """A command that finds no tables is refused with the command that makes them."""
    url = f"sqlite:///{tmp_path}/none.sqlite3"
    error = terminal.refused("levy", "assess", "2026-06", "--database", url)
    assert error["code"] == "database.not_ready"
    assert "db upgrade" in error["message"]


def test_the_doctor_finds_a_book_that_left_its_sub_ledger(
    terminal: Terminal, engine_url: str, owner_url: str
) -> None:
    """A receivable without obligations behind it is found by unit and account."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    with Database(owner_url).within(EVERYTHING).writing() as session:
        session.execute(
            text(
                "INSERT INTO turnover (book_id, period, account, fund, item, counter_book, "
                "debit_vnd, credit_vnd, lines) SELECT book_id, '2026-06', '13881', 'levy', '', '', "
                "5, 0, 1 FROM book WHERE code = 'LDA'"
            )
        )
        session.commit()
    rows = terminal.ask("doctor", status=1)["rows"]
    assert [(row["code"], row["where"]) for row in rows] == [("doctor.sub_ledger", "LDA 13881")]
