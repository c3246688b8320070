"""Lists by which a collecting unit has the holder of its money pay the units itself."""

import datetime as dt

from sqlalchemy import Date, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store.base import Base


class DirectListRow(Base):
    """One line of a list: so much for this unit, or what is left for the collecting unit."""

    __tablename__ = "direct_list"
    __table_args__ = (Index("ix_direct_list_holder", "holder_unit", "ref"),)

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)  # the collecting unit
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    payee: Mapped[str] = mapped_column(String(300), primary_key=True)
    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)  # of an organisation
    holder_unit: Mapped[str] = mapped_column(String(40))
    made_on: Mapped[dt.date] = mapped_column(Date)
    maker: Mapped[str] = mapped_column(String(100))
    amount_vnd: Mapped[int]
    ref: Mapped[str] = mapped_column(String(80), server_default=text("''"))  # once it is paid


def list_lines(session: Session, unit: str, seq: int) -> list[DirectListRow]:
    """The lines of one list, in order of the payees; none when there is no such list."""
    return list(
        session.scalars(
            select(DirectListRow)
            .where(DirectListRow.unit_code == unit, DirectListRow.seq == seq)
            .order_by(DirectListRow.payee, DirectListRow.tax_code)
        )
    )
