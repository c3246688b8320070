"""A disclosure is named by unit, kind, period and version."""

from finance.records.disclosures import DisclosureRow
from finance.runtime.database import Database


def test_its_public_id_and_its_bytes(database: Database) -> None:
    """Bytes are kept as they are."""
    row = DisclosureRow(
        unit_code="G1",
        kind="period",
        period="2026-06",
        version=3,
        state="built",
        content=b"\x00\xff",
        digest="d",
        built_at_us=1,
        built_by="lan",
    )
    assert row.public_id == "G1-period-2026-06-v3"
    with database.writing() as session:
        session.add(row)
        session.commit()
    with database.reading() as session:
        held = session.get_one(DisclosureRow, ("G1", "period", "2026-06", 3))
    assert (held.content, held.published_at_us, held.published_by) == (b"\x00\xff", None, "")
