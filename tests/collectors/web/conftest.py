"""A house with this room, on a federation in which money has come in."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from collectors import web
from finance.runtime.database import Database
from finance.shell.room import Room
from tests.collectors.federation import E1, E4, LDA, TLD, Federation, credit
from tests.doors import House, open_house
from tests.engines import SqliteEngine
