"""Find the last deeds of one kind without looking through a gathering's whole record."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_gathering_action_at", "audit", ["gathering", "action", "at"])


def downgrade() -> None:
    op.drop_index("ix_audit_gathering_action_at", "audit")
