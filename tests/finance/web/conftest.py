"""The office of the finance room, on each engine."""

import pytest

from finance.runtime.database import Database
from tests.doors import House
from tests.finance.web.desk import office


@pytest.fixture
def house(database: Database) -> House:
    """Two units with open books, people of every role, and a browser."""
    return office(database)
