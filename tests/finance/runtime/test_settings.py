"""An installation is told about itself once, in variables of the environment."""

from pathlib import Path

import pytest

from finance.runtime.settings import NoSecret, Settings, WrongSetting


def test_with_nothing_said_it_stands_behind_tls_and_is_no_demo() -> None:
    """The careful choice needs no variable."""
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert settings.behind_tls
    assert not settings.demo
    assert settings.database_url == "sqlite:///var/union-finance.sqlite3"
    assert (settings.language, settings.timezone) == ("vi", "Asia/Ho_Chi_Minh")


def test_each_variable_is_read() -> None:
    """Names begin with UNION_FINANCE_; others are somebody else's."""
    settings = Settings.from_environment(
        {
            "UNION_FINANCE_DATABASE_URL": " postgresql://books ",
            "UNION_FINANCE_SECRET_KEY": "s" * 32,
            "UNION_FINANCE_PORT": "8123",
            "UNION_FINANCE_BEHIND_TLS": "no",
            "UNION_FINANCE_VAR": "/srv/books",
            "PORT": "1",
        }
    )
    assert settings.database_url == "postgresql://books"
    assert settings.secret() == "s" * 32
    assert (settings.port, settings.behind_tls) == (8123, False)
    assert settings.var_dir == Path("/srv/books")


def test_the_demo_goes_without_tls_unless_told_otherwise() -> None:
    """It binds to loopback, where no proxy stands."""
    assert not Settings.from_environment({"UNION_FINANCE_DEMO": "1"}).behind_tls
    both = {"UNION_FINANCE_DEMO": "1", "UNION_FINANCE_BEHIND_TLS": "true"}
    assert Settings.from_environment(both).behind_tls


@pytest.mark.parametrize(
    ("name", "text"),
    [("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("PORT", "٣"), ("DEMO", "perhaps")],
)
def test_what_cannot_be_read_is_refused_by_its_name(name: str, text: str) -> None:
    """A misspelt setting never turns silently into the default."""
    with pytest.raises(WrongSetting) as refused:
        Settings.from_environment({f"UNION_FINANCE_{name}": text})
    assert refused.value.facts["name"] == f"UNION_FINANCE_{name}"


def test_a_short_secret_is_no_secret() -> None:
    """Thirty-two characters are the least to sign with."""
    with pytest.raises(NoSecret):
        Settings(secret_key="s" * 31).secret()


def test_settings_that_are_printed_give_nothing_away() -> None:
    """Neither the key nor the database's password stands in a log line."""
    shown = repr(Settings(database_url="postgresql://a:hidden@b/c", secret_key="k" * 32))
    assert "hidden" not in shown
    assert "kkk" not in shown


def test_keys_lie_beside_the_data_unless_told_otherwise() -> None:
    """In a folder of their own; checkpoints are signed under a name without blank or plus."""
    assert Settings.from_environment({}).keys_dir == Path("var/keys")
    beside = Settings.from_environment({"UNION_FINANCE_VAR": "/srv"})
    assert beside.keys_dir == Path("/srv/keys")
    told = {"UNION_FINANCE_KEYS": "/keys", "UNION_FINANCE_ORIGIN": "ldld.vn/seals"}
    apart = Settings.from_environment(told)
    assert (apart.keys_dir, apart.origin) == (Path("/keys"), "ldld.vn/seals")
    for name in ("a b", "a+b", "x" * 101):
        with pytest.raises(WrongSetting):
            Settings.from_environment({"UNION_FINANCE_ORIGIN": name})
