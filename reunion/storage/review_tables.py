"""The tables of the links board: doubles, questions, batches, spot checks, versions of the weights."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from reunion.storage.columns import at_column, id_column, metadata, of_column

double = Table(
    "double",
    metadata,
    of_column("gathering", key=True),
    Column("first", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("second", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("side", String(8), nullable=False),
    Column("standing", String(12), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("decided_by", String(64), nullable=False),
    at_column("decided_at", nullable=True),
    Index(None, "gathering", "standing"),
    Index(None, "first"),
    Index(None, "second"),
)

asking = Table(
    "asking",
    metadata,
    of_column("gathering", key=True),
    Column("registration", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("other", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("by", String(64), nullable=False),
    at_column("ended", nullable=True),
)

batch = Table(
    "batch",
    metadata,
    id_column(key=True),
    of_column("gathering"),
    Column("by", String(64), nullable=False),
    at_column("at"),
    Column("body", JSON, nullable=False),
    Column("undone_by", String(64), nullable=False),
    at_column("undone_at", nullable=True),
    Index(None, "gathering", "at"),
)

spot_check = Table(
    "spot_check",
    metadata,
    of_column("gathering", key=True),
    Column("worker", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("family", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("score", Integer, nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("by", String(64), nullable=False),
    at_column("at", nullable=True),
    Index(None, "gathering", "day"),
)

weighing = Table(
    "weighing",
    metadata,
    of_column("gathering", key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    at_column("at"),
    Column("by", String(64), nullable=False),
    Column("weights", Text, nullable=False),
    Column("decisions", Integer, nullable=False),
)
