"""What is held for an employer's workers, and what of it stands in another unit's book."""

from finance.actions.move_employer import MoveEmployer, move_employer
from finance.records.parts import PartKey
from finance.records.passed_custody import custody_employers, custody_of, custody_units, passed_on
from finance.runtime.database import Database
from tests.builders import E3
from tests.federation import ACCOUNTANT, federation
from tests.finance.actions.changing import DAY, JUNE, LATER, with_ldb


def test_held_and_passed_on(database: Database) -> None:
    """75 of 100 are held in LDA; after the move they are LDB's, and LDA knows what it passed."""
    fed = with_ldb(federation(database))
    fed.pay(E3, JUNE, 100, DAY)
    part = PartKey(E3, JUNE, "LDA", 1)
    with fed.database.reading() as session:
        [held] = custody_of(session, "LDA", E3)
        assert (held.part, held.amount_vnd, held.rule) == (part, 75, ("TLD", "2025-01"))
        assert passed_on(session, "LDA", [part]) == {}
        assert custody_units(session, E3) == ["LDA"]
        assert custody_employers(session, "LDA") == [E3]
    wish = MoveEmployer(E3, LATER, "QĐ", to_unit="LDB", upper_unit="B1")
    move_employer(fed.ctx(LATER, ACCOUNTANT), wish)
    with fed.database.reading() as session:
        assert custody_of(session, "LDA", E3) == []
        assert [each.amount_vnd for each in custody_of(session, "LDB", E3)] == [75]
        assert passed_on(session, "LDA", [part]) == {part: 75}
        assert custody_units(session, E3) == ["LDB"]
        assert custody_employers(session, "LDA") == []
