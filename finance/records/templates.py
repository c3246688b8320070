"""Templates of vouchers: lines a unit writes again and again, with or without their amounts."""

from sqlalchemy import ForeignKeyConstraint, Index, SmallInteger, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.rules.vouchers import TemplateNameTaken, UnknownTemplate
from ledger.store.base import Base

_NONE = text("''")
_IN_USE = text("retired_at_us IS NULL")


class TemplateRow(Base):
    """A template of a unit; one that is retired stays, and its name is free again."""

    __tablename__ = "voucher_template"
    __table_args__ = (
        Index(
            "uq_voucher_template_name",
            "unit_code",
            "name",
            unique=True,
            sqlite_where=_IN_USE,
            postgresql_where=_IN_USE,
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(String(1000))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at_us: Mapped[int]
    retired_by: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    retired_at_us: Mapped[int | None]


class TemplateLineRow(Base):
    """One line of a template; without an amount it is to be filled in."""

    __tablename__ = "voucher_template_line"
    __table_args__ = (
        ForeignKeyConstraint(
            ["unit_code", "seq"], ["voucher_template.unit_code", "voucher_template.seq"]
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(1))
    amount_vnd: Mapped[int | None]
    fund: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    item: Mapped[str] = mapped_column(String(20), server_default=_NONE)


def templates_of(session: Session, unit: str) -> list[TemplateRow]:
    """The templates a unit uses, by name."""
    return list(
        session.scalars(
            select(TemplateRow)
            .where(TemplateRow.unit_code == unit, TemplateRow.retired_at_us.is_(None))
            .order_by(TemplateRow.name)
        )
    )


def template_of(session: Session, unit: str, seq: int) -> TemplateRow:
    """A template a unit uses.

    Raises   UnknownTemplate.
    """
    row = session.get(TemplateRow, (unit, seq))
    if row is None or row.retired_at_us is not None:
        raise UnknownTemplate(unit=unit)
    return row


def template_lines(session: Session, row: TemplateRow) -> list[TemplateLineRow]:
    """The lines of a template, in order."""
    return list(
        session.scalars(
            select(TemplateLineRow)
            .where(TemplateLineRow.unit_code == row.unit_code, TemplateLineRow.seq == row.seq)
            .order_by(TemplateLineRow.line_no)
        )
    )


def hold_name_free(session: Session, unit: str, name: str) -> None:
    """Refuse a name that a template in use has.

    Raises   TemplateNameTaken.
    """
    if any(row.name == name for row in templates_of(session, unit)):
        raise TemplateNameTaken(unit=unit, name=name)
