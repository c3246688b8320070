"""Of a profile's dated rows the last one in force counts, and the nearest unit's."""

import datetime as dt
import json

from finance.records.column_profiles import ColumnProfileRow, profiles_in_force
from finance.rules.column_profiles import parse_profile, profile_data
from finance.runtime.database import Database
from tests.finance.rules.test_column_profiles import LEAST

JUNE, JULY, AUGUST = (dt.date(2026, month, 1) for month in (6, 7, 8))


def _row(
    seq: int, name: str, on: dt.date, unit: str = "LDA", *, ended: bool = False
) -> ColumnProfileRow:
    body = profile_data(parse_profile({**LEAST, "name": name}))
    return ColumnProfileRow(
        unit_code=unit,
        seq=seq,
        name=name,
        valid_from=on,
        ended=ended,
        body=json.dumps(body),
        made_by="lan",
        made_at_us=1,
    )


def test_the_last_row_of_a_day_counts(database: Database) -> None:
    """From its first day on; a later one of the same day stands in its place."""
    with database.writing() as session:
        session.add_all([_row(1, "A", JUNE), _row(2, "a", JULY)])
        session.add_all([_row(3, "A", JULY), _row(4, "B", JULY)])
        session.commit()
    with database.reading() as session:
        found = {
            on: [each.ref for each in profiles_in_force(session, ["LDA"], on)]
            for on in (JUNE - dt.timedelta(days=1), JUNE, JULY)
        }
    assert found == {
        dt.date(2026, 5, 31): [],
        JUNE: ["LDA/P/1"],
        JULY: ["LDA/P/3", "LDA/P/4"],
    }


def test_an_ended_one_gives_way_to_the_unit_above(database: Database) -> None:
    """Of two of one name, the nearer unit's is used as long as it lasts."""
    with database.writing() as session:
        session.add_all([_row(1, "A", JUNE, "TLD"), _row(1, "A", JULY)])
        session.add(_row(2, "A", AUGUST, ended=True))
        session.commit()
    with database.reading() as session:
        found = [
            [each.ref for each in profiles_in_force(session, ["LDA", "TLD"], on)]
            for on in (JUNE, JULY, AUGUST)
        ]
        (kept,) = profiles_in_force(session, ["LDA"], JULY)
    assert found == [["TLD/P/1"], ["LDA/P/1"], ["TLD/P/1"]]
    assert (kept.made_by, kept.valid_from, kept.profile.name) == ("lan", JULY, "A")
