"""Which units a command may show."""

from collections.abc import Callable

import pytest

from finance.runtime.context import Context, PermissionRefused
from finance.runtime.database import Database
from reports.cli.seen import require, within

Acting = Callable[[Database, str], Context]


def test_the_system_reads_everything(june: Database, acting: Acting) -> None:
    """A command without a person reads every book."""
    ctx = acting(june, "")
    assert within(ctx) is None
    with june.reading() as session:
        require(ctx, session, "TLD")


def test_a_person_reads_their_unit_and_below(june: Database, acting: Acting) -> None:
    """An inspector of the province reads it and what stands below, and nothing above."""
    ctx = acting(june, "kiem")
    query = within(ctx)
    assert query is not None
    with june.reading() as session:
        assert set(session.scalars(query)) == {"LDA", "A1", "G1", "G2"}
        require(ctx, session, "G1")
        with pytest.raises(PermissionRefused):
            require(ctx, session, "TLD")


def test_a_person_without_a_role_reads_nothing(june: Database, acting: Acting) -> None:
    """Who holds no role that reads is refused, not shown an empty list."""
    with pytest.raises(PermissionRefused):
        within(acting(june, "nobody"))
