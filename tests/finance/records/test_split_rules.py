"""Rules are put together from their rows."""

from fractions import Fraction

from finance.records.split_rules import split_rules
from finance.rules.sharing import MoneySource, Role
from finance.runtime.database import Database
from ledger.periods import Period
from tests.builders import dues_rule, levy_rule
from tests.federation import federation


def test_the_rows_of_a_source_make_its_rules(database: Database) -> None:
    """Exact fractions; one rule for each scope and first period."""
    fed = federation(database)
    fed.rules(*levy_rule("75/100", "1/12", "1/12", "1/12", scope="LDA", valid_to=Period("2026-12")))
    with database.reading() as session:
        near, top = split_rules(session, MoneySource.LEVY)
        [dues] = split_rules(session, MoneySource.DUES)
    assert (near.scope, near.valid_to, near.share(Role.UPPER)) == (
        "LDA",
        "2026-12",
        Fraction(1, 12),
    )
    assert (top.scope, top.valid_to, top.share(Role.GRASSROOTS)) == ("TLD", None, Fraction(3, 4))
    assert dict(dues.shares) == {row.role: row.share for row in dues_rule()}
    assert dues.decision == dues_rule()[0].decision
