"""Say in a column who agreed to be on air, and list, count and search registrations in one index."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: SQLite would make the table anew, and dropping the old one takes what refers to its rows with it.
    op.add_column(
        "registration", sa.Column("on_air", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    registration = sa.table(
        "registration", sa.column("consents", sa.JSON()), sa.column("on_air", sa.Boolean())
    )
    agreed = registration.c.consents["on_air"].as_string()
    op.execute(registration.update().where(agreed.is_not(None)).values(on_air=sa.true()))
    op.create_index(
        "ix_registration_listed",
        "registration",
        [
            "gathering",
            "standing",
            "number",
            "side",
            "township",
            "village",
            "on_air",
            "source",
            "name",
            "initials",
            "last4",
            "invite_code",
            "id",
        ],
    )


def downgrade() -> None:
    op.drop_index("ix_registration_listed", "registration")
    op.drop_column("registration", "on_air")
