"""What the demo says at its end."""

from collectors.cli.demo.federation import Federation
from collectors.cli.demo.story import Count
from collectors.cli.demo.summary import figures, in_words, told, where_to_look
from finance.records.scope import EVERYTHING
from finance.runtime.clock import SystemClock
from finance.runtime.database import Database
from tests.collectors.cli.demo.conftest import Played
from tests.federations import context


def test_the_sum_of_the_states_is_what_came_in(played: Played) -> None:
    """To the đồng; and what the command said is what stands."""
    database = Database(played.terminal.database_url).within(EVERYTHING)
    stands = figures(context(database, SystemClock()))
    database.dispose()
    assert sum(stands["receipts"].values()) == stands["bank_in_vnd"] > 0
    assert stands["collected_vnd"] == stands["receipts"]["matched"] == stands["shared_vnd"]
    assert {name: played.said[name] for name in stands} == stands


def test_every_row_that_was_read_is_accounted_for(played: Played) -> None:
    """Read is taken, unchanged, superseded and quarantined together."""
    done = played.said["done"]
    parts = ("rows_taken", "rows_unchanged", "rows_superseded", "rows_quarantined")
    assert sum(done[part] for part in parts) == done["rows_read"]
    assert done["rows_quarantined"] > 0


def test_people_read_it_in_two_languages(played_sqlite: Played) -> None:
    """Money with its dots, and the sum below its parts."""
    said = in_words(played_sqlite.said["done"], played_sqlite.said)
    assert "Tiền vào / bank rows in" in said
    assert "Σ" in said.splitlines()[-1]


def test_passwords_are_shown_once(tiny: Federation) -> None:
    """When they were made just now, never again."""
    first = where_to_look(tiny, 8000, {"ketoan": "made-just-now"})
    assert "made-just-now" in first
    assert "http://127.0.0.1:8000/open/" in first
    assert "made-just-now" not in where_to_look(tiny, 8000, {})
    assert tiny.shown_union().name in first


def test_what_was_done_is_counted() -> None:
    """Nothing yet is nothing."""
    assert told(Count())["files"] == 0
