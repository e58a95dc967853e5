"""Every table, in SQLAlchemy Core; the same on SQLite and PostgreSQL.

Instants are UTC milliseconds. Telephone numbers, and the names of whom somebody asks for, stand only in `sealed`
columns (see sealing.py), and whoever writes any column of a registration seals it anew: a reader knows by it whether
the row is as it was. What must be found again stands in `phone_index` as a keyed digest. JSON columns hold plain
JSON values.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from reunion.storage.columns import at_column, id_column, metadata, of_column
from reunion.storage.outbox import outbox
from reunion.storage.review_tables import asking, batch, double, spot_check, weighing

__all__ = [
    "asking", "audit", "batch", "double", "entry", "gathering", "match", "metadata", "outbox", "pair", "pair_member",
    "phone_index", "plan", "promise", "refusal", "registration", "rundown_item", "saved_filter", "show",
    "spot_check", "staff", "text", "token", "upload", "weighing",
]  # fmt: skip

gathering = Table(
    "gathering",
    metadata,
    id_column(key=True),
    Column("title", String(200), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("details", JSON, nullable=False),
    Column("numbers", Integer, nullable=False, default=0),
    at_column("keep_until"),
)

registration = Table(
    "registration",
    metadata,
    id_column(key=True),
    of_column("gathering"),
    Column("side", String(8), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(80), nullable=False),
    Column("initials", String(40), nullable=False),
    Column("last4", String(80), nullable=False),
    Column("township", String(12), nullable=False),
    Column("village", String(40), nullable=False),
    Column("invite_code", String(6), nullable=False),
    Column("source", String(12), nullable=False),
    Column("standing", String(12), nullable=False),
    Column("helper", String(64), nullable=False),
    at_column("created"),
    Column("revision", Integer, nullable=False),
    Column("details", JSON, nullable=False),
    Column("consents", JSON, nullable=False),
    Column("on_air", Boolean, nullable=False, server_default=false()),
    Column("sealed", LargeBinary, nullable=False),
    Column("row_key", LargeBinary),
    Column("link", LargeBinary),
    UniqueConstraint("gathering", "number"),
    UniqueConstraint("gathering", "side", "row_key"),
    UniqueConstraint("link"),
    Index(None, "gathering", "invite_code"),
    # Lists are counted, searched, sorted and turned to any page in these, without the rows, which are long.
    Index(
        "ix_registration_listed",
        "gathering", "standing", "number", "side", "township", "village", "on_air", "source",
        "name", "initials", "last4", "invite_code", "id",
    ),
    Index(
        "ix_registration_by_name",
        "gathering", "standing", "initials", "name", "number", "township", "village",
        "side", "on_air", "source", "last4", "invite_code", "id",
    ),
    Index(
        "ix_registration_by_home",
        "gathering", "standing", "township", "village", "number", "initials", "name",
        "side", "on_air", "source", "last4", "invite_code", "id",
    ),
)  # fmt: skip

phone_index = Table(
    "phone_index",
    metadata,
    of_column("gathering", key=True),
    Column("digest", LargeBinary, primary_key=True),
    of_column("registration", key=True),
    Index(None, "registration"),
)

match = Table(
    "match",
    metadata,
    of_column("gathering", key=True),
    Column("worker", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("family", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("standing", String(12), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("decided_by", String(64), nullable=False),
    at_column("decided_at", nullable=True),
    Index(None, "gathering", "standing", "score"),
    Index(None, "worker"),
    Index(None, "family"),
)

pair = Table(
    "pair",
    metadata,
    id_column(key=True),
    of_column("gathering"),
    Index(None, "gathering", "id"),
)

pair_member = Table(
    "pair_member",
    metadata,
    of_column("pair", key=True),
    of_column("registration", key=True),
    Column("side", String(8), nullable=False),
    Index(None, "registration"),
)

plan = Table(
    "plan",
    metadata,
    of_column("gathering", key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    at_column("at"),
    Column("by", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("published", Boolean, nullable=False),
)

show = Table(
    "show",
    metadata,
    id_column(key=True),
    of_column("gathering"),
    Column("title", String(200), nullable=False),
    Column("stage", String(80), nullable=False),
    at_column("planned_start"),
    at_column("planned_end"),
    Column("buffer_s", Integer, nullable=False),
    Column("segments", JSON, nullable=False),
    Column("dialects", JSON, nullable=False),
    Column("run", String(16), nullable=False),
    Index(None, "gathering", "planned_start"),
)

rundown_item = Table(
    "rundown_item",
    metadata,
    of_column("show", key=True),
    Column("run", String(16), primary_key=True),
    Column("item", String(32), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("seconds", Integer, nullable=False),
    at_column("planned"),
    at_column("earliest"),
    Column("pair", String(64), nullable=False),
    Column("barred", Boolean, nullable=False),
    Column("card", JSON, nullable=False),
    Index(None, "pair"),
)

entry = Table(
    "entry",
    metadata,
    of_column("show", key=True),
    Column("run", String(16), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("command", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    at_column("at"),
    Column("body", JSON, nullable=False),
    UniqueConstraint("show", "command"),
)

refusal = Table(
    "refusal",
    metadata,
    of_column("show", key=True),
    Column("command", String(64), primary_key=True),
    Column("code", String(24), nullable=False),
    Column("first", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
)

text = Table(
    "text",
    metadata,
    of_column("show", key=True),
    Column("run", String(16), primary_key=True),
    id_column(key=True),
    Column("words", Text, nullable=False),
)

promise = Table(
    "promise",
    metadata,
    of_column("show", key=True),
    Column("pair", String(64), primary_key=True),
    Column("told", BigInteger, primary_key=True, autoincrement=False),
    at_column("start"),
    Index(None, "pair"),
)

staff = Table(
    "staff",
    metadata,
    id_column(key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("gathering", String(64), nullable=False),
    Column("township", String(12), nullable=False),
    Column("village", String(40), nullable=False),
    Column("password", String(160), nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("show", String(64), nullable=False, server_default=""),
    at_column("created"),
)

token = Table(
    "token",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    of_column("staff"),
    Column("kind", String(8), nullable=False),
    at_column("created"),
    at_column("expires"),
    Index(None, "staff"),
)

upload = Table(
    "upload",
    metadata,
    id_column(key=True),
    of_column("gathering"),
    Column("side", String(8), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("by", String(64), nullable=False),
    at_column("at"),
    Column("sealed", LargeBinary, nullable=False),
)

saved_filter = Table(
    "saved_filter",
    metadata,
    id_column(key=True),
    of_column("staff"),
    of_column("gathering"),
    at_column("at"),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "staff", "gathering"),
    Index(None, "gathering"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("gathering", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    at_column("at"),
    Column("action", String(32), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("details", JSON, nullable=False),
    Index(None, "gathering", "at"),
    Index(None, "gathering", "action", "at"),
)
