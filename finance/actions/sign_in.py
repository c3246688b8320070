"""Let a person in, or say no without saying why."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records import people
from finance.runtime import audit
from finance.runtime.clock import MINUTE_US, Clock
from finance.runtime.context import Context
from finance.runtime.identity import Actor
from finance.runtime.passwords import digest, matches, new_token
from ledger.errors import Refusal

MOST_FAILURES = 5  # of one name
MOST_FROM_ADDRESS = 50  # many people may sit behind one address, such as an office's
WINDOW_MINUTES = 15


class SignInRefused(Refusal):
    """No such person, or another password: the answer is the same for both."""

    code = "people.sign_in_refused"
    vi = "Tên đăng nhập hoặc mật khẩu không đúng."
    en = "The user name or the password is not right."


class TooManyTries(Refusal):
    """So many failed tries under this name, or from this address, that the door stays shut."""

    code = "people.too_many_tries"
    vi = "Đã sai {most} lần. Hãy chờ {minutes} phút rồi thử lại."
    en = "There were {most} failed tries. Wait {minutes} minutes and try again."


@dataclass(frozen=True, slots=True)
class SignIn:
    """A try at the door."""

    name: str
    password: str
    address: str  # where the request came from
    language: str  # of the visit, "vi" or "en", unless the person chose one before


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A visit that was opened; the token is told once and only its digest is kept."""

    name: str
    token: str


def sign_in(ctx: Context, request: SignIn) -> SignedIn:
    """Open a visit for the person whose name and password these are.

    Returns  a fresh token; one that was shown before sign-in is never used after it.
    Raises   SignInRefused, after the same work whether the person exists or not; TooManyTries
             from the sixth failed try within 15 minutes, whatever the password.
    """
    name = request.name.strip().lower()[: people.NAME_LENGTH]
    address = request.address[: people.ADDRESS_LENGTH]
    with ctx.database.reading() as session:
        hold_to_tries(session, ctx.clock, name, address)
        user = people.user_named(session, name)
    here = user is not None and user.ended_at_us is None
    right = matches(user.password_hash if user is not None and here else None, request.password)
    token = new_token()
    with ctx.database.writing() as session:
        # Counted again under the writer's lock: tries that run side by side learn nothing more.
        hold_to_tries(session, ctx.clock, name, address)
        note_try(session, ctx.clock, name, address, succeeded=right)
        if user is not None and right:
            session.add(
                people.WebSession(
                    token_sha256=digest(token),
                    user_name=name,
                    language=user.language or request.language,
                    opened_at_us=ctx.clock.now_us(),
                )
            )
            audit.write(session, ctx.clock, Actor(name), "sign_in", "", name, {"address": address})
        session.commit()
    if not right:
        raise SignInRefused
    return SignedIn(name, token)


def hold_to_tries(session: Session, clock: Clock, name: str, address: str) -> None:
    """Raise TooManyTries when the name or the address has failed too often of late."""
    since_us = clock.now_us() - WINDOW_MINUTES * MINUTE_US
    by_name, by_address = people.failures_since(session, name, address, since_us)
    if by_name >= MOST_FAILURES:
        raise TooManyTries(most=MOST_FAILURES, minutes=WINDOW_MINUTES)
    if by_address >= MOST_FROM_ADDRESS:
        raise TooManyTries(most=MOST_FROM_ADDRESS, minutes=WINDOW_MINUTES)


def note_try(session: Session, clock: Clock, name: str, address: str, *, succeeded: bool) -> None:
    """Record one try, so that it counts."""
    session.add(
        people.LoginAttempt(
            name=name, address=address, tried_at_us=clock.now_us(), succeeded=succeeded
        )
    )
