"""Passwords are kept so that they cannot be read back, and compared so that nothing leaks."""

import unicodedata

import pytest

from finance.runtime.passwords import LONGEST, WeakPassword, digest, hashed, matches, new_token

PASSWORD = "một mật khẩu đủ dài"


def test_a_password_is_kept_as_argon2id_with_its_own_salt() -> None:
    """Two people with one password do not look alike in the database."""
    first, second = hashed(PASSWORD), hashed(PASSWORD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert matches(first, PASSWORD)
    assert matches(second, PASSWORD)
    assert not matches(first, PASSWORD + " ")


def test_however_a_keyboard_writes_the_letters_it_is_the_same_password() -> None:
    """Composed or decomposed accents are one password."""
    assert matches(hashed(PASSWORD), unicodedata.normalize("NFD", PASSWORD))


@pytest.mark.parametrize("password", ["", "mười một ký", "x" * (LONGEST + 1)])
def test_a_password_too_short_or_too_long_is_refused(password: str) -> None:
    """Twelve characters are the least; what is longer than 128 is not a password."""
    with pytest.raises(WeakPassword):
        hashed(password)


def test_nobody_has_a_password() -> None:
    """For a person who does not exist the same work is done, and the answer is no."""
    assert not matches(None, PASSWORD)
    assert not matches(None, "nobody has this password")


def test_a_token_is_long_random_and_kept_as_a_digest() -> None:
    """Thirty-two bytes; the same token has the same digest, which does not contain it."""
    token = new_token()
    assert len(token) >= 43
    assert token != new_token()
    assert digest(token) == digest(token) != token
    assert len(digest(token)) == 64
