"""A chart is read once for each database, and again before anything is refused by it."""

from collections.abc import Callable

from sqlalchemy import event

from finance.runtime.database import Database
from ledger import book
from ledger.accounts import Nature
from ledger.store import charts
from tests.ledger.books import ACCOUNTS, REGIME, account, chart_rows, open_books


def test_a_chart_is_read_once(database: Database) -> None:
    """The second look asks nothing of the database."""
    open_books(database)
    asked: list[str] = []
    with database.writing() as session:
        event.listen(session, "do_orm_execute", lambda state: asked.append(str(state.statement)))
        first = charts.kept(session, REGIME)
        assert charts.kept(session, REGIME) is first
        assert charts.families(session, REGIME) == {"1361": "levy", "3361": "levy"}
    assert len(asked) == 1


def test_a_fresh_chart_is_kept(database: Database) -> None:
    """What was read anew is what is kept from then on."""
    open_books(database)
    with database.writing() as session:
        before = charts.kept(session, REGIME)
        new = account("141", Nature.DEBIT, "R--")
        book.load_chart(session, chart_rows([*ACCOUNTS, new]))
        assert charts.kept(session, REGIME) is before
        assert charts.fresh(session, REGIME).get("141") == new
        assert charts.kept(session, REGIME).get("141") == new


def test_databases_keep_charts_apart(new_database: Callable[[], Database]) -> None:
    """What one database holds is not taken for another's."""
    first, second = new_database(), new_database()
    open_books(first)
    with first.writing() as session:
        assert charts.kept(session, REGIME).get("112")
    with second.writing() as session:
        assert charts.kept(session, REGIME).get("112") is None
