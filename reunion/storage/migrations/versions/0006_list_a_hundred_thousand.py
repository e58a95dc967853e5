"""Say in a column who agreed to be on air, and list, count and search registrations in one index."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_air", sa.Boolean(), nullable=False, server_default=sa.false()))
    registration = sa.table(
        "registration", sa.column("consents", sa.JSON()), sa.column("on_air", sa.Boolean())
    )
    agreed = registration.c.consents["on_air"].as_string()
    op.execute(registration.update().where(agreed.is_not(None)).values(on_air=sa.true()))
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.alter_column("on_air", server_default=None)
        batch_op.create_index(
            "ix_registration_listed",
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
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index("ix_registration_listed")
        batch_op.drop_column("on_air")
