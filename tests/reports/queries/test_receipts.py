"""Receipts with what they pay, and the shares of each part."""

from sqlalchemy import select

from finance.records.units import UnitRow
from finance.runtime.database import Database
from reports.queries.receipts import MatchedTo, receipt_counts, receipts, shared_parts
from tests.reports.june_2026 import E1, E4


def test_no_receipt_is_dropped(june: Database) -> None:
    """Every receipt's amount is what is matched, credit, returned and unmatched, to the đồng."""
    with june.reading() as session:
        rows = receipts(session, "", None)
        counts = receipt_counts(session, "LDA")
    assert sum(row.amount_vnd for row in rows) == 110_332_713
    for row in rows:
        matched = sum(match.amount_vnd for match in row.matches)
        assert row.amount_vnd == matched + row.credit_vnd + row.returned_vnd + row.unmatched_vnd
    assert sum(amount for _, amount in counts.values()) == 101_332_713
    assert sum(count for count, _ in counts.values()) == 5
    assert counts["unidentified"] == (1, 750_000)


def test_what_a_receipt_pays(june: Database) -> None:
    """One transfer for three months pays three obligations; a corrected part is told net."""
    with june.reading() as session:
        found = {row.reference: row for row in receipts(session, "matched", None)}
    assert found["R4"].matches == (
        MatchedTo(E1, "2026-04", 23_753_086),
        MatchedTo(E1, "2026-05", 24_024_691),
        MatchedTo(E1, "2026-06", 24_691_358),
    )
    assert found["R1"].matches == (MatchedTo(E4, "2026-06", 6_024_691),)
    assert "R3" not in found


def test_only_receipts_in_scope_are_told(june: Database) -> None:
    """A person sees receipts of the units they may read."""
    scope = select(UnitRow.code).where(UnitRow.code == "TLD")
    with june.reading() as session:
        rows = receipts(session, "", scope)
        assert receipt_counts(session, "TLD") == {"matched": (1, 9_000_000)}
    assert [row.public_id for row in rows] == ["TLD/R/6"]


def test_the_shares_of_a_wage_month(june: Database) -> None:
    """Shares add up to their part; E1's June is split in two steps, the grassroots part first."""
    with june.reading() as session:
        parts = shared_parts(session, "2026-06", "", None)
    assert len(parts) == 4
    for part in parts:
        assert sum(share.amount_vnd for share in part.shares) == part.amount_vnd
    [first] = [part for part in parts if part.tax_code == E1]
    assert {(share.unit, share.level, share.amount_vnd) for share in first.shares} == {
        ("G1", "grassroots", 18_518_519),
        ("A1", "upper", 2_962_963),
        ("LDA", "province", 1_975_308),
        ("TLD", "national", 1_234_568),
    }
    assert {share.rule for share in first.shares} == {"TLD/2022-01"}


def test_the_shares_of_one_unit(june: Database) -> None:
    """Asked for one unit, only parts it collects or has a share of are told, whole."""
    with june.reading() as session:
        mine = shared_parts(session, "2026-06", "G2", None)
        nobody = shared_parts(
            session, "2026-06", "", select(UnitRow.code).where(UnitRow.code == "G2")
        )
    assert [part.amount_vnd for part in mine] == [19_753_086]
    assert len(mine[0].shares) == 5
    assert nobody == []
