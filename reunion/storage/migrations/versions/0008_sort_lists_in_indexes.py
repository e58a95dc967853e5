"""Turn lists that are sorted by name or by home to any page without sorting them."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The columns of ix_registration_listed, in the order of the list.
    narrowed = ["side", "on_air", "source", "last4", "invite_code", "id"]
    names, homes = ["initials", "name"], ["township", "village"]
    for index, columns in (
        ("ix_registration_by_name", [*names, "number", *homes, *narrowed]),
        ("ix_registration_by_home", [*homes, "number", *names, *narrowed]),
    ):
        op.create_index(index, "registration", ["gathering", "standing", *columns])
    op.drop_index("ix_registration_gathering_side_township_village", "registration")


def downgrade() -> None:
    op.create_index(
        "ix_registration_gathering_side_township_village",
        "registration",
        ["gathering", "side", "township", "village"],
    )
    op.drop_index("ix_registration_by_home", "registration")
    op.drop_index("ix_registration_by_name", "registration")
