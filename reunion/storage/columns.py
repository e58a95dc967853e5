"""The columns that nearly every table has, and the one metadata of them all."""

from sqlalchemy import BigInteger, Column, ForeignKey, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column(name: str = "id", *, key: bool = False) -> Column[str]:
    """An id of our own making."""
    return Column(name, String(64), primary_key=key, nullable=False)


def of_column(table: str, *, key: bool = False) -> Column[str]:
    """What it belongs to and goes with."""
    return Column(
        table, String(64), ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=key, nullable=False
    )


def at_column(name: str, *, nullable: bool = False) -> Column[int]:
    """UTC milliseconds."""
    return Column(name, BigInteger, nullable=nullable)
