"""Keep what families are told beside their pages."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("show", sa.String(length=64), nullable=False),
        sa.Column("run", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=8), nullable=False),
        sa.Column("again", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["show"], ["show.id"], name=op.f("fk_outbox_show"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("show", "run", "revision", "item", "side", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_fate_again"), ["fate", "again"], unique=False)


def downgrade() -> None:
    op.drop_table("outbox")
