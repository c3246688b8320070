"""What a database holds: nothing, this demo, or something that is not ours to touch."""

import hashlib
from enum import Enum, auto
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collectors.cli.demo.federation import NATIONAL, Federation
from collectors.cli.demo.mess import MessLog
from collectors.cli.demo.registers import write_units
from collectors.tables import BatchRow
from finance.records.disclosures import DisclosureRow
from finance.records.people import User
from finance.runtime.context import Context
from finance.runtime.migrate import current
from ledger.errors import Refusal
from ledger.store.tables import BookRow


class Standing(Enum):
    """What a database holds."""

    NOTHING = auto()
    DEMO = auto()  # this one, told to its end


class AnotherDatabase(Refusal):
    """The database holds something that the demo did not make, or made of another scale."""

    code = "demo.another_database"
    vi = (
        "Cơ sở dữ liệu đang có dữ liệu khác, bản dùng thử không ghi đè. Hãy chọn cơ sở dữ liệu "
        "khác bằng --database hoặc UNION_FINANCE_DATABASE_URL."
    )
    en = (
        "The database holds other data and the demo overwrites nothing. Name another one with "
        "--database or UNION_FINANCE_DATABASE_URL."
    )


class DemoUnfinished(Refusal):
    """A demo was broken off on its way."""

    code = "demo.unfinished"
    vi = "Bản dùng thử ở đây bị ngắt giữa chừng. Hãy xóa cơ sở dữ liệu rồi chạy lại."
    en = "The demo in this database was broken off. Remove the database and run it again."


def standing(ctx: Context, federation: Federation) -> Standing:
    """Say what a database holds.

    Takes    the federation the demo would make. A demo is known by the digest of its first
             file, the register of units; it is finished when its last disclosure is public.
    Raises   AnotherDatabase, DemoUnfinished.
    """
    if not current(ctx.database):
        return Standing.NOTHING
    with ctx.database.reading() as session:
        if not any(_count(session, table) for table in (BatchRow, BookRow, User)):
            return Standing.NOTHING
        first = session.scalars(select(BatchRow).order_by(BatchRow.id).limit(1)).one_or_none()
        if first is None or first.digest != _digest(federation):
            raise AnotherDatabase
        last = session.scalars(
            select(DisclosureRow).where(
                DisclosureRow.unit_code == NATIONAL,
                DisclosureRow.period == federation.scale.calendar_months[-1],
                DisclosureRow.state == "published",
            )
        ).first()
        if last is None:
            raise DemoUnfinished
    return Standing.DEMO


def _digest(federation: Federation) -> str:
    with TemporaryDirectory() as made:
        folder = Path(made)
        with MessLog(folder / "mess.csv") as log:
            return hashlib.sha256(write_units(folder, federation, log).read_bytes()).hexdigest()


def _count(session: Session, table: type[BatchRow | BookRow | User]) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar_one()
