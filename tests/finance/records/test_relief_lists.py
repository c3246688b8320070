"""The newest version of a published list is the one that is shown."""

from finance.records.relief_lists import ReliefListRow, latest_list
from finance.runtime.database import Database


def test_the_newest_version(database: Database) -> None:
    """Of that unit and year; none where nothing was published."""
    with database.writing() as session:
        for version in (1, 2):
            session.add(
                ReliefListRow(
                    unit_code="LDA",
                    year=2026,
                    version=version,
                    content=b"{}",
                    digest=str(version) * 64,
                    published_at_us=version,
                    published_by="minh",
                )
            )
        session.commit()
    with database.reading() as session:
        found = latest_list(session, "LDA", 2026)
        assert found is not None
        assert found.version == 2
        assert latest_list(session, "LDA", 2025) is None
        assert latest_list(session, "TLD", 2026) is None
