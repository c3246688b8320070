"""What an installation is told about itself, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from ledger.errors import Refusal
from ledger.notes import NotAKey, check_name

PREFIX = "UNION_FINANCE_"
SHORTEST_SECRET = 32
MOST_PORT = 65535
_WORDS = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}


class WrongSetting(Refusal):
    """A setting in the environment cannot be read."""

    code = "settings.wrong"
    vi = "Biến môi trường {name}: {rule}."
    en = "Environment variable {name}: {rule}."


class NoSecret(Refusal):
    """The web server needs a secret of its own to sign with."""

    code = "settings.no_secret"
    vi = "Đặt biến môi trường UNION_FINANCE_SECRET_KEY với ít nhất {least} ký tự ngẫu nhiên."
    en = "Set UNION_FINANCE_SECRET_KEY to at least {least} random characters."


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings; nothing else in the house reads the environment.

    `behind_tls` says that a proxy ends TLS in front of the server: cookies are then Secure, HSTS
    is sent and the proxy's word for the caller's address is believed. Only the demo, which binds
    to loopback, goes without.
    """

    language: ClassVar[str] = "vi"
    timezone: ClassVar[str] = "Asia/Ho_Chi_Minh"

    database_url: str = "sqlite:///var/union-finance.sqlite3"
    secret_key: str = ""
    port: int = 8000
    behind_tls: bool = True
    demo: bool = False
    var_dir: Path = Path("var")
    keys_dir: Path = Path("var/keys")
    origin: str = "union-finance/seals"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables whose names begin with UNION_FINANCE_.

        Takes    DATABASE_URL, SECRET_KEY, PORT, BEHIND_TLS, DEMO, VAR and KEYS (folders) and
                 ORIGIN (the name checkpoints are signed under); one that is absent or empty
                 leaves the default.
        Raises   WrongSetting for a port, a yes-or-no or a name that cannot be read.
        """
        given = {
            name.removeprefix(PREFIX): text.strip()
            for name, text in environ.items()
            if name.startswith(PREFIX) and text.strip()
        }
        demo = _yes_or_no(given, "DEMO", default=cls().demo)
        var_dir = Path(given.get("VAR", str(cls().var_dir)))
        return cls(
            database_url=given.get("DATABASE_URL", cls().database_url),
            secret_key=given.get("SECRET_KEY", ""),
            port=_port(given),
            behind_tls=_yes_or_no(given, "BEHIND_TLS", default=not demo),
            demo=demo,
            var_dir=var_dir,
            keys_dir=Path(given["KEYS"]) if "KEYS" in given else var_dir / "keys",
            origin=_origin(given),
        )

    def secret(self) -> str:
        """The key to sign with, or raise NoSecret when it is absent or short."""
        if len(self.secret_key) < SHORTEST_SECRET:
            raise NoSecret(least=SHORTEST_SECRET)
        return self.secret_key

    def __repr__(self) -> str:
        """Name the installation without its secrets, so that a log line gives none away."""
        engine = urlsplit(self.database_url).scheme
        return f"Settings({engine}, {self.port}, behind_tls={self.behind_tls}, demo={self.demo})"


def _yes_or_no(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = given.get(name)
    if text is None:
        return default
    if text.lower() not in _WORDS:
        raise WrongSetting(name=PREFIX + name, rule="1, 0, yes, no, true, false")
    return _WORDS[text.lower()]


def _origin(given: Mapping[str, str]) -> str:
    text = given.get("ORIGIN", Settings().origin)
    try:
        return check_name(text)
    except NotAKey:
        raise WrongSetting(name=PREFIX + "ORIGIN", rule="≤ 100, [^ +]") from None


def _port(given: Mapping[str, str]) -> int:
    text = given.get("PORT", "8000")
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST_PORT):
        raise WrongSetting(name=PREFIX + "PORT", rule=f"1–{MOST_PORT}")
    return int(text)
