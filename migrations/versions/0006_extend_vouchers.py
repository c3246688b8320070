"""Extend vouchers.

Why: a voucher has papers, its entry names them (docs/decisions/0011), everyone who had a hand in
    it is kept, a reversal is a voucher of its own, a draft can be discarded, and lines that come
    again and again are kept as templates.
What it does to existing books: their entries have no papers; bytes and hashes stay as they are.
    Of each voucher its maker is kept as the one who had a hand in it.
Reversible: yes, while no entry has papers; afterwards their bytes would no longer be those of
    their columns, and the downgrade refuses. Papers, templates and makers go with it.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both
    engines; tests/migrations, tests/ledger and tests/finance/records try every forbidden write.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0006_extend_vouchers"
down_revision = "0005_create_intake"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NONE = sa.text("('')")
WAITING_REVERSAL = sa.text("kind = 'reversal' AND state = 'submitted'")
IN_USE = sa.text("retired_at_us IS NULL")


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _create_maker() -> None:
    op.create_table(
        "voucher_maker",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("folded", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_code", "seq"],
            ["voucher.unit_code", "voucher.seq"],
            name=op.f("fk_voucher_maker_unit_code_seq"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", "folded", name=op.f("pk_voucher_maker")),
    )


def _fill_maker() -> None:
    """Python folds the letters of every language, SQLite only those of ASCII."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT unit_code, seq, maker FROM voucher")).all()
    made = [
        {"unit": unit, "seq": seq, "folded": maker.casefold(), "name": maker}
        for unit, seq, maker in rows
    ]
    if made:
        bind.execute(
            sa.text("INSERT INTO voucher_maker VALUES (:unit, :seq, :folded, :name)"), made
        )


def _create_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", BIG, nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_attachment_digest")),
        sa.CheckConstraint(
            "size_bytes > 0 AND size_bytes = length(content)",
            name=op.f("ck_attachment_size_bytes"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "digest", name=op.f("pk_attachment")),
    )
    op.create_table(
        "voucher_attachment",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("added_at_us", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_code", "digest"],
            ["attachment.unit_code", "attachment.digest"],
            name=op.f("fk_voucher_attachment_unit_code_digest"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_code", "seq"],
            ["voucher.unit_code", "voucher.seq"],
            name=op.f("fk_voucher_attachment_unit_code_seq"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", "digest", name=op.f("pk_voucher_attachment")),
    )


def _create_template() -> None:
    op.create_table(
        "voucher_template",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at_us", BIG, nullable=False),
        sa.Column("retired_by", sa.String(length=100), server_default=NONE, nullable=False),
        sa.Column("retired_at_us", BIG, nullable=True),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_voucher_template")),
    )
    op.create_index(
        "uq_voucher_template_name",
        "voucher_template",
        ["unit_code", "name"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )


def _create_template_line() -> None:
    op.create_table(
        "voucher_template_line",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("line_no", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("side", sa.String(length=1), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=True),
        sa.Column("fund", sa.String(length=40), server_default=NONE, nullable=False),
        sa.Column("item", sa.String(length=20), server_default=NONE, nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_code", "seq"],
            ["voucher_template.unit_code", "voucher_template.seq"],
            name=op.f("fk_voucher_template_line_unit_code_seq"),
        ),
        sa.PrimaryKeyConstraint(
            "unit_code", "seq", "line_no", name=op.f("pk_voucher_template_line")
        ),
    )


def upgrade() -> None:
    """Apply."""
    _create_maker()
    _fill_maker()
    _create_attachment()
    _create_template()
    _create_template_line()
    for statement in _statements("0006"):
        op.execute(statement)
    op.create_index(
        "uq_voucher_waiting_reversal",
        "voucher",
        ["unit_code", "reverses"],
        unique=True,
        sqlite_where=WAITING_REVERSAL,
        postgresql_where=WAITING_REVERSAL,
    )


def downgrade() -> None:
    """Undo."""
    bind = op.get_bind()
    there = bind.scalar(sa.text("SELECT count(*) FROM entry WHERE papers <> ''"))
    if there:
        message = f"{there} entries have papers in their hash: this cannot be undone"
        raise RuntimeError(message)
    if bind.dialect.name == "postgresql":
        for name in ("voucher_is_kept", "voucher_parts_are_kept"):
            op.execute(sa.text(f"DROP FUNCTION IF EXISTS {name}() CASCADE"))
        op.execute(sa.text("DROP TRIGGER voucher_never_goes ON voucher"))
        op.execute(sa.text("DROP TRIGGER voucher_line_is_not_emptied ON voucher_line"))
    else:
        for name in (
            *("voucher_is_new", "voucher_stays", "voucher_never_goes"),
            *("voucher_line_is_typed", "voucher_line_is_not_changed", "voucher_line_is_taken_back"),
        ):
            op.execute(sa.text(f"DROP TRIGGER {name}"))
    op.drop_table("voucher_template_line")
    op.drop_table("voucher_template")
    op.drop_table("voucher_attachment")
    op.drop_table("attachment")
    op.drop_table("voucher_maker")
    op.drop_index("uq_voucher_waiting_reversal", table_name="voucher")
    for name in ("reverses", "kind", "discarded_by"):
        op.drop_column("voucher", name)
    op.drop_column("entry", "papers")
