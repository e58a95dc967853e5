"""Turn the pairs of a gathering by id without sorting all of them for each page."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_pair_gathering_id", "pair", ["gathering", "id"])
    op.drop_index("ix_pair_gathering", "pair")


def downgrade() -> None:
    op.create_index("ix_pair_gathering", "pair", ["gathering"])
    op.drop_index("ix_pair_gathering_id", "pair")
