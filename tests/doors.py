"""A small federation with people of every role, and browsers to come in with; for tests of pages.

TLD ─ LDA ─ CTA, CTB
    └ LDB ─ CTC
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finance.records.people import RoleGrant, User, WebSession
from finance.records.units import FOREVER, UnitRow, rebuild_closure
from finance.rules.charts import REGIME
from finance.runtime.charts import chart_accounts
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.runtime.passwords import digest, hashed, new_token
from finance.runtime.settings import Settings
from finance.shell import cookies
from finance.shell.app import create_app
from finance.shell.guards import ROLES
from finance.shell.room import Room
from ledger import book

DAY = dt.date(2026, 6, 15)
LONG_AGO = dt.date(2020, 1, 1)
PASSWORD = "một mật khẩu đủ dài"
SETTINGS = Settings(secret_key="k" * 40, behind_tls=False)
PARENTS = {"TLD": "", "LDA": "TLD", "LDB": "TLD", "CTA": "LDA", "CTB": "LDA", "CTC": "LDB"}
HOME = "LDA"  # where the people of these tests hold their roles
RELATIONS = {"own": "LDA", "below": "CTA", "sibling": "LDB", "above": "TLD"}
_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class House:
    """A running app and what it runs on."""

    database: Database
    clock: FixedClock
    client: FlaskClient

    def sign_in(self, name: str, language: str = "vi") -> str:
        """Open a visit for a person without the log-in page; returns its token."""
        token = new_token()
        with self.database.writing() as session:
            session.add(
                WebSession(
                    token_sha256=digest(token),
                    user_name=name,
                    language=language,
                    opened_at_us=self.clock.now_us(),
                )
            )
            session.commit()
        self.take(token)
        return token

    def take(self, token: str) -> None:
        """Put a visit's cookie, stamped now, into the browser."""
        with self.client.application.test_request_context("/office/"):
            response = Response()
            cookies.write_visit(response, token)
        name, _, rest = response.headers["Set-Cookie"].partition("=")
        self.client.set_cookie(name, rest.partition(";")[0])

    def token_of(self, page: str) -> str:
        """The token in the first form of a page."""
        found = _TOKEN.search(self.client.get(page).text)
        assert found is not None, f"no form on {page}"
        return found[1]

    def send(self, address: str, page: str, **fields: str) -> TestResponse:
        """Send a form to an address, with the token of a page that has a form."""
        return self.client.post(address, data={"csrf_token": self.token_of(page), **fields})

    def try_password(self, name: str, password: str, **fields: str) -> TestResponse:
        """Try to come in by the log-in page."""
        return self.send(
            "/office/sign-in", "/office/sign-in", name=name, password=password, **fields
        )


def seed(database: Database, clock: FixedClock) -> None:
    """Register the units, one person for each role in HOME, and `lan` with a real password."""
    people = [*((role, HOME, role, "x") for role in sorted(ROLES))]
    people.append(("lan", "CTA", "accountant", _stored()))
    with database.writing() as session:
        session.add_all(_unit(code, parent) for code, parent in PARENTS.items())
        session.flush()
        rebuild_closure(session)
        for name, _, _, stored in people:
            session.add(User(name=name, password_hash=stored, created_at_us=clock.now_us()))
        session.flush()
        session.add_all(_grant(name, unit, role) for name, unit, role, _ in people)
        session.commit()


def open_house(database: Database, rooms: Sequence[Room], settings: Settings = SETTINGS) -> House:
    """Seed a database, build the app of these rooms on it and hand over a browser."""
    clock = FixedClock(DAY)
    seed(database, clock)
    app = create_app(settings, database, clock, rooms)
    app.testing = True
    return House(database, clock, app.test_client())


def open_books(database: Database, *units: str) -> None:
    """Load the chart and open the books of these units for the year of DAY."""
    accounts: list[dict[str, object]] = [
        {name: getattr(account, name) for name in account.__slots__} for account in chart_accounts()
    ]
    with database.writing() as session:
        book.load_chart(session, accounts)
        named = [(unit, f"Công đoàn {unit}") for unit in units]
        book.open_books(session, named, REGIME, [DAY.year])
        session.commit()


@cache
def _stored() -> str:
    return hashed(PASSWORD)


def _unit(code: str, parent: str) -> UnitRow:
    return UnitRow(
        code=code,
        valid_from=LONG_AGO,
        valid_to=FOREVER,
        name=f"Công đoàn {code}",
        name_folded=f"cong doan {code.lower()}",
        level="upper",
        kind="",
        parent_code=parent,
        successor_code="",
    )


def _grant(name: str, unit: str, role: str) -> RoleGrant:
    return RoleGrant(
        user_name=name, unit_code=unit, role=role, valid_from=LONG_AGO, valid_to=FOREVER
    )
