"""Keep filters of the list of registrations for each account."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("gathering", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name="fk_saved_filter_staff", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["gathering"], ["gathering.id"], name="fk_saved_filter_gathering", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_filter"),
    )
    op.create_index("ix_saved_filter_staff_gathering", "saved_filter", ["staff", "gathering"])
    op.create_index("ix_saved_filter_gathering", "saved_filter", ["gathering"])


def downgrade() -> None:
    op.drop_table("saved_filter")
