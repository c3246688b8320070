"""Templates of a unit, as they are read."""

import pytest

from finance.records.templates import (
    TemplateLineRow,
    TemplateRow,
    hold_name_free,
    template_lines,
    template_of,
    templates_of,
)
from finance.rules.vouchers import TemplateNameTaken, UnknownTemplate
from finance.runtime.database import Database


def _template(seq: int, name: str, retired_at_us: int | None = None) -> TemplateRow:
    return TemplateRow(
        unit_code="G1",
        seq=seq,
        name=name,
        text="Chi",
        made_by="lan",
        made_at_us=1,
        retired_at_us=retired_at_us,
    )


def test_those_in_use_by_name(database: Database) -> None:
    """With their lines in order; a retired one is not there, and its name is free."""
    with database.writing() as session:
        session.add_all([_template(1, "B"), _template(2, "A"), _template(3, "C", 5)])
        session.flush()
        for number in (2, 1):
            session.add(
                TemplateLineRow(
                    unit_code="G1", seq=1, line_no=number, account=str(number), side="D"
                )
            )
        session.commit()
    with database.reading() as session:
        assert [row.name for row in templates_of(session, "G1")] == ["A", "B"]
        lines = template_lines(session, template_of(session, "G1", 1))
        assert [(line.account, line.amount_vnd) for line in lines] == [("1", None), ("2", None)]
        with pytest.raises(UnknownTemplate):
            template_of(session, "G1", 3)
        hold_name_free(session, "G1", "C")
        hold_name_free(session, "G2", "A")
        with pytest.raises(TemplateNameTaken):
            hold_name_free(session, "G1", "A")
