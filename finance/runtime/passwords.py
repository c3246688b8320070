"""Passwords and visits' tokens: argon2id for what people choose, SHA-256 for what we draw."""

import hashlib
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from ledger.errors import Refusal

SHORTEST = 12
LONGEST = 128
_TOKEN_BYTES = 32
_AT_ONCE = 4  # each check takes 64 MiB

_hasher = PasswordHasher()
_places = threading.BoundedSemaphore(_AT_ONCE)
_NOBODYS = _hasher.hash("nobody has this password")


class WeakPassword(Refusal):
    """A password too short to protect a union's books, or too long to be one."""

    code = "people.weak_password"
    vi = "Mật khẩu phải có từ {least} đến {most} ký tự."
    en = "A password has {least} to {most} characters."


def hashed(password: str) -> str:
    """The text to store for a password, its salt and parameters included.

    Raises   WeakPassword when it has fewer than SHORTEST or more than LONGEST characters.
    """
    plain = _composed(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise WeakPassword(least=SHORTEST, most=LONGEST)
    with _places:
        return _hasher.hash(plain)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; for nobody (None) it works as long and says no."""
    plain = _composed(password)[: LONGEST + 1]
    with _places:
        try:
            _hasher.verify(_NOBODYS if stored is None else stored, plain)
        except VerifyMismatchError:
            return False
    return stored is not None


def new_token() -> str:
    """A token nobody can guess, 32 random bytes as text."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest(token: str) -> str:
    """What the database keeps of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def _composed(password: str) -> str:
    """One form for one password: keyboards write the same Vietnamese letter in several ways."""
    return unicodedata.normalize("NFKC", password)
