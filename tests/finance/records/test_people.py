"""People, their roles by day, their visits and their tries at the door."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from finance.records import people
from finance.runtime.database import Database

DAY = dt.date(2026, 6, 15)
NEXT = dt.date(2026, 6, 16)


def _lan(session: Session) -> None:
    session.add(people.User(name="lan", password_hash="old", created_at_us=1))
    session.flush()
    for token in ("t1", "t2"):
        session.add(
            people.WebSession(token_sha256=token, user_name="lan", language="vi", opened_at_us=10)
        )
    session.flush()


def test_a_role_holds_on_its_first_and_its_last_day(database: Database) -> None:
    """Both days are included; a role cannot end before it begins."""
    with database.writing() as session:
        _lan(session)
        grant = {"user_name": "lan", "unit_code": "CTA", "role": "accountant"}
        session.add(people.RoleGrant(**grant, valid_from=DAY, valid_to=DAY))
        session.flush()
        assert len(people.grants_on(session, "lan", DAY)) == 1
        assert not people.grants_on(session, "lan", NEXT)
        assert not people.grants_on(session, "nobody", DAY)
        session.add(people.RoleGrant(**grant, valid_from=NEXT, valid_to=DAY))
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_visit_is_open_until_it_is_ended_or_too_old(database: Database) -> None:
    """The first end counts; a second one changes nothing."""
    with database.writing() as session:
        _lan(session)
        assert people.open_session(session, "t1", 10) is not None
        assert people.open_session(session, "t1", 11) is None
        assert people.open_session(session, "none", 0) is None
        people.end_session(session, "t1", 20)
        people.end_session(session, "t1", 30)
        session.expire_all()
        assert people.open_session(session, "t1", 10) is None
        assert session.get_one(people.WebSession, "t1").ended_at_us == 20
        assert people.open_session(session, "t2", 10) is not None


def test_all_visits_of_a_person_end_together(database: Database) -> None:
    """As after a change of password."""
    with database.writing() as session:
        _lan(session)
        people.set_password(session, "lan", "new")
        people.end_sessions_of(session, "lan", 20)
        session.expire_all()
        assert people.open_session(session, "t1", 0) is None
        assert people.open_session(session, "t2", 0) is None
        found = people.user_named(session, "lan")
        assert found is not None
        assert found.password_hash == "new"


def test_a_language_is_kept_for_the_visit_and_the_person(database: Database) -> None:
    """The other visits go on as they were."""
    with database.writing() as session:
        _lan(session)
        people.set_language(session, "t1", "en")
        session.flush()
        assert session.get_one(people.WebSession, "t1").language == "en"
        assert session.get_one(people.WebSession, "t2").language == "vi"
        assert session.get_one(people.User, "lan").language == "en"


def test_failures_count_by_name_and_by_address(database: Database) -> None:
    """Each by itself; successes and tries of long ago do not count."""
    tries = [
        ("lan", "1.1.1.1", 100, False),
        ("lan", "2.2.2.2", 101, False),
        ("hung", "1.1.1.1", 102, False),
        ("mai", "1.1.1.1", 103, False),
        ("lan", "1.1.1.1", 104, True),
        ("lan", "1.1.1.1", 1, False),
    ]
    with database.writing() as session:
        for name, address, at_us, succeeded in tries:
            session.add(
                people.LoginAttempt(
                    name=name, address=address, tried_at_us=at_us, succeeded=succeeded
                )
            )
        session.flush()
        assert people.failures_since(session, "lan", "3.3.3.3", 100) == (2, 0)
        assert people.failures_since(session, "new", "1.1.1.1", 100) == (0, 3)
        assert people.failures_since(session, "lan", "1.1.1.1", 0) == (3, 4)
        assert people.failures_since(session, "new", "3.3.3.3", 0) == (0, 0)
