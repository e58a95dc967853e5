"""Every table, in SQLAlchemy Core; the same on SQLite and PostgreSQL.

Instants are UTC milliseconds. Telephone numbers stand only in `sealed` columns (see sealing.py); what must
be found again stands in `phone_index` as a keyed digest. JSON columns hold plain JSON values.
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
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str = "id", *, key: bool = False) -> Column[str]:
    return Column(name, String(64), primary_key=key, nullable=False)


def _of(table: str, *, key: bool = False) -> Column[str]:
    return Column(
        table, String(64), ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=key, nullable=False
    )


def _at(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


gathering = Table(
    "gathering",
    metadata,
    _id(key=True),
    Column("title", String(200), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("details", JSON, nullable=False),
    Column("numbers", Integer, nullable=False, default=0),
    _at("keep_until"),
)

registration = Table(
    "registration",
    metadata,
    _id(key=True),
    _of("gathering"),
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
    _at("created"),
    Column("revision", Integer, nullable=False),
    Column("details", JSON, nullable=False),
    Column("consents", JSON, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("row_key", LargeBinary),
    Column("link", LargeBinary),
    UniqueConstraint("gathering", "number"),
    UniqueConstraint("gathering", "side", "row_key"),
    UniqueConstraint("link"),
    Index(None, "gathering", "side", "township", "village"),
    Index(None, "gathering", "invite_code"),
)

phone_index = Table(
    "phone_index",
    metadata,
    _of("gathering", key=True),
    Column("digest", LargeBinary, primary_key=True),
    _of("registration", key=True),
    Index(None, "registration"),
)

match = Table(
    "match",
    metadata,
    _of("gathering", key=True),
    Column("worker", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("family", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("standing", String(12), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("decided_by", String(64), nullable=False),
    _at("decided_at", nullable=True),
    Index(None, "gathering", "standing", "score"),
    Index(None, "family"),
)

pair = Table(
    "pair",
    metadata,
    _id(key=True),
    _of("gathering"),
    Index(None, "gathering"),
)

pair_member = Table(
    "pair_member",
    metadata,
    _of("pair", key=True),
    _of("registration", key=True),
    Column("side", String(8), nullable=False),
    Index(None, "registration"),
)

plan = Table(
    "plan",
    metadata,
    _of("gathering", key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _at("at"),
    Column("by", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("published", Boolean, nullable=False),
)

show = Table(
    "show",
    metadata,
    _id(key=True),
    _of("gathering"),
    Column("title", String(200), nullable=False),
    Column("stage", String(80), nullable=False),
    _at("planned_start"),
    _at("planned_end"),
    Column("buffer_s", Integer, nullable=False),
    Column("segments", JSON, nullable=False),
    Column("dialects", JSON, nullable=False),
    Column("run", String(16), nullable=False),
    Index(None, "gathering", "planned_start"),
)

rundown_item = Table(
    "rundown_item",
    metadata,
    _of("show", key=True),
    Column("run", String(16), primary_key=True),
    Column("item", String(32), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("seconds", Integer, nullable=False),
    _at("planned"),
    _at("earliest"),
    Column("pair", String(64), nullable=False),
    Column("barred", Boolean, nullable=False),
    Column("card", JSON, nullable=False),
    Index(None, "pair"),
)

entry = Table(
    "entry",
    metadata,
    _of("show", key=True),
    Column("run", String(16), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("command", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    _at("at"),
    Column("body", JSON, nullable=False),
    UniqueConstraint("show", "command"),
)

refusal = Table(
    "refusal",
    metadata,
    _of("show", key=True),
    Column("command", String(64), primary_key=True),
    Column("code", String(24), nullable=False),
    Column("first", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
)

text = Table(
    "text",
    metadata,
    _of("show", key=True),
    Column("run", String(16), primary_key=True),
    _id(key=True),
    Column("words", Text, nullable=False),
)

promise = Table(
    "promise",
    metadata,
    _of("show", key=True),
    Column("pair", String(64), primary_key=True),
    Column("told", BigInteger, primary_key=True, autoincrement=False),
    _at("start"),
    Index(None, "pair"),
)

staff = Table(
    "staff",
    metadata,
    _id(key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("gathering", String(64), nullable=False),
    Column("township", String(12), nullable=False),
    Column("village", String(40), nullable=False),
    Column("password", String(160), nullable=False),
    Column("disabled", Boolean, nullable=False),
    _at("created"),
)

token = Table(
    "token",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _of("staff"),
    Column("kind", String(8), nullable=False),
    _at("created"),
    _at("expires"),
    Index(None, "staff"),
)

upload = Table(
    "upload",
    metadata,
    _id(key=True),
    _of("gathering"),
    Column("side", String(8), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("by", String(64), nullable=False),
    _at("at"),
    Column("sealed", LargeBinary, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("gathering", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    _at("at"),
    Column("action", String(32), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("details", JSON, nullable=False),
    Index(None, "gathering", "at"),
)

double = Table(
    "double",
    metadata,
    _of("gathering", key=True),
    Column("first", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("second", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("side", String(8), nullable=False),
    Column("standing", String(12), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("decided_by", String(64), nullable=False),
    _at("decided_at", nullable=True),
    Index(None, "gathering", "standing"),
    Index(None, "first"),
    Index(None, "second"),
)

asking = Table(
    "asking",
    metadata,
    _of("gathering", key=True),
    Column("registration", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("other", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("by", String(64), nullable=False),
    _at("ended", nullable=True),
)

batch = Table(
    "batch",
    metadata,
    _id(key=True),
    _of("gathering"),
    Column("by", String(64), nullable=False),
    _at("at"),
    Column("body", JSON, nullable=False),
    Column("undone_by", String(64), nullable=False),
    _at("undone_at", nullable=True),
    Index(None, "gathering", "at"),
)

spot_check = Table(
    "spot_check",
    metadata,
    _of("gathering", key=True),
    Column("worker", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("family", String(64), ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("score", Integer, nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("by", String(64), nullable=False),
    _at("at", nullable=True),
    Index(None, "gathering", "day"),
)

weighing = Table(
    "weighing",
    metadata,
    _of("gathering", key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _at("at"),
    Column("by", String(64), nullable=False),
    Column("weights", Text, nullable=False),
    Column("decisions", Integer, nullable=False),
)
