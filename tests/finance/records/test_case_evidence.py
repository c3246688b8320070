"""The evidence of a case, and the fingerprint of each record."""

from sqlalchemy import select

from finance.records.case_evidence import evidence_of, fingerprint
from finance.records.declarations import TaxFactRow
from finance.rules.loss_told import written
from finance.rules.papers import digest_of
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.builders import E1, E2, OPENED
from tests.casework import by_tax, tax_fact
from tests.federation import federation


def test_every_record_is_named_with_its_place(database: Database) -> None:
    """Tax, declarations, obligations, receipts of the year, in that order; no other employer's."""
    fed = federation(database)
    by_tax(fed, OPENED, tax_fact(E1), tax_fact(E2))
    fed.pay(E1, "2026-06", 1_000, OPENED)
    with database.reading() as session:
        found = evidence_of(session, E1, 2026)
        assert evidence_of(session, E1, 2025) == ()
    assert [each.what_en for each in found] == [
        "Tax data of 2026",
        f"Declaration of 06/2026, SI unit SI{E1}",
        "Obligation of 06/2026",
        "Receipt LDA/R/1 of 30/06/2026",
    ]
    assert found[0].where.startswith(f"tax/{E1}/2026/v1 · ")
    assert found[3].where.startswith("LDA/R/1 · ")
    assert all(each.what_vi and len(each.sha256) == 64 for each in found)


def test_a_fingerprint_is_of_the_record_as_it_is_kept(database: Database) -> None:
    """The same record has the same one, on either engine; another amount another."""
    fed = federation(database)
    by_tax(fed, OPENED, tax_fact(E1))
    with database.reading() as session:
        row = session.scalars(select(TaxFactRow)).one()
        first = fingerprint(row)
        assert evidence_of(session, E1, 2026)[0].sha256 == first
    by_tax(fed, OPENED, tax_fact(E1, wages_paid_vnd=Vnd(1)))
    with database.reading() as session:
        assert evidence_of(session, E1, 2026)[0].sha256 != first
    kept = {"a": None, "b": "1"}
    assert digest_of(written(kept).encode()) == digest_of(b'{"a":null,"b":"1"}')
