"""Registrations: plain functions over a connection."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    update,
)

from reunion.actions.ports import Added, Conflict, Deed, NewRegistration
from reunion.domain.codes import make_code
from reunion.domain.consent import Purpose
from reunion.domain.instants import Instant
from reunion.domain.names import initials
from reunion.domain.people import Registration, Side, Source, Standing
from reunion.storage import records
from reunion.storage.audits import record_deed
from reunion.storage.chunking import chunks
from reunion.storage.compiled import Compiled
from reunion.storage.sealing import KNOWN_MOST, Seal
from reunion.storage.tables import gathering, phone_index, registration

_DETAILS = (
    "group",
    "place",
    "gender",
    "relation",
    "code_given",
    "persons",
    "dialect",
    "years_away",
    "story",
    "message",
)


_BY_ROW_KEY: Final = Compiled(
    select(registration.c.id).where(
        registration.c.gathering == bindparam("of"),
        registration.c.side == bindparam("its_side"),
        registration.c.row_key == bindparam("key"),
    )
)
WITH_CODE: Final[Select[tuple[int]]] = select(literal_column("1")).where(
    registration.c.gathering == bindparam("of"), registration.c.invite_code == bindparam("code")
)
"""Who has the code is not asked: for the id SQLite would rather go through the whole index of the lists."""
_BY_CODE: Final = Compiled(WITH_CODE)
_SEALED: Final = select(registration.c.id, registration.c.sealed)
_NEXT_NUMBER: Final = Compiled(
    update(gathering)
    .where(gathering.c.id == bindparam("of"))
    .values(numbers=gathering.c.numbers + literal_column("1"))
    .returning(gathering.c.numbers, WITH_CODE.exists())
)
"""The number, and whether somebody has the invite code already."""
_INSERT: Final = Compiled(insert(registration), *registration.c.keys())
_INDEX: Final = Compiled(insert(phone_index), *phone_index.c.keys())


def add_registrations(
    connection: Connection, new: Sequence[NewRegistration], seal: Seal
) -> tuple[Added, ...]:
    """Store and number them; a roster row that stands there already is given back as it is."""
    return tuple(_add(connection, one, seal) for one in new)


def _add(connection: Connection, new: NewRegistration, seal: Seal) -> Added:
    value = new.registration
    row_key = None
    if new.row_key is not None:
        # It outlives a withdrawal, so that the next import of the roster does not bring the person back.
        row_key = seal.keyed(new.row_key)
        keyed = {"of": value.gathering, "its_side": value.side.value, "key": row_key}
        for (known,) in _BY_ROW_KEY.run(connection, keyed):
            standing = _one(connection, registration.c.id == known, seal)
            if standing is not None:
                return Added(standing, fresh=False)
    asked = {"of": value.gathering, "code": value.invite_code}
    ((number, taken),) = _NEXT_NUMBER.run(connection, asked)
    # A roster's own code stays: it is printed on paper already.
    other = taken and value.source is not Source.ROSTER
    value = replace(
        value, number=number, invite_code=_free_code(connection, value) if other else value.invite_code
    )
    keys = {"id": value.id, "gathering": value.gathering, "link": new.link, "row_key": row_key}
    _INSERT.run(connection, keys | _columns(value, seal))
    _index(connection, value, seal)
    return Added(value, fresh=True)


def _free_code(connection: Connection, value: Registration) -> str:
    """Another invite code when somebody has this one: of 100,000 drawn ones some 350 would meet."""
    code = value.invite_code
    while _BY_CODE.run(connection, {"of": value.gathering, "code": code}):
        code = make_code(hashlib.sha256(f"{value.id}{code}".encode()).digest())
    return code


def get_registration(connection: Connection, key: str, seal: Seal) -> Registration | None:
    """One by its id."""
    return _one(connection, registration.c.id == key, seal)


def many_registrations(connection: Connection, keys: Sequence[str], seal: Seal) -> Mapping[str, Registration]:
    """Several by their ids; unknown ones are left out.

    Boards ask for the same hundreds again and again: whose row is as it was read before is not read anew.
    """
    # whoever asks for everybody asks once
    again = len(keys) <= KNOWN_MOST
    found = _as_before(connection, keys, seal) if again else {}
    for chunk in chunks([key for key in keys if key not in found]):
        for row in connection.execute(select(registration).where(registration.c.id.in_(chunk))).all():
            found[row.id] = one = read_registration(row, seal)
            if again:
                seal.keep(row.id, row.sealed, one)
    return found


def _as_before(connection: Connection, keys: Sequence[str], seal: Seal) -> dict[str, Registration]:
    """Those whose row is as it was when it was read last."""
    rows = (
        row
        for chunk in chunks(keys)
        for row in connection.execute(_SEALED.where(registration.c.id.in_(chunk)))
    )
    return {key: known for key, sealed in rows if (known := seal.known(key, sealed))}


def registration_by_link(connection: Connection, link: bytes, seal: Seal) -> Registration | None:
    """The holder of a personal link."""
    return _one(connection, registration.c.link == link, seal)


def registration_by_code(connection: Connection, key: str, code: str, seal: Seal) -> Registration | None:
    """The owner of an invite code."""
    mine = and_(registration.c.gathering == key, registration.c.invite_code == code)
    return _one(connection, and_(mine, registration.c.standing == Standing.ACTIVE.value), seal)


def put_registration(
    connection: Connection, changed: Registration, by: str, at: Instant, action: str, seal: Seal
) -> None:
    """Store the next revision; raises Conflict when another came first."""
    stored = connection.execute(
        update(registration)
        .where(registration.c.id == changed.id, registration.c.revision == changed.revision - 1)
        .values(**_columns(changed, seal))
    )
    if stored.rowcount != 1:
        raise Conflict
    connection.execute(delete(phone_index).where(phone_index.c.registration == changed.id))
    _index(connection, changed, seal)
    record_deed(
        connection, Deed(changed.gathering, by, at, action, changed.id, {"revision": changed.revision})
    )


def set_link(connection: Connection, key: str, link: bytes) -> None:
    """Replace the personal link."""
    connection.execute(update(registration).where(registration.c.id == key).values(link=link))


def _one(connection: Connection, condition: ColumnElement[bool], seal: Seal) -> Registration | None:
    row = connection.execute(select(registration).where(condition)).first()
    return None if row is None else read_registration(row, seal)


def _columns(value: Registration, seal: Seal) -> dict[str, Any]:
    return {
        "side": value.side.value,
        "number": value.number,
        "name": value.name,
        "initials": initials(value.name)[:40],
        "last4": " ".join(phone[-4:] for phone in value.phones)[:80],
        "township": value.township,
        "village": value.village,
        "invite_code": value.invite_code,
        "source": value.source.value,
        "standing": value.standing.value,
        "helper": value.helper,
        "created": value.created,
        "revision": value.revision,
        "details": {name: getattr(value, name) for name in _DETAILS}
        | {"windows": records.windows_out(value.windows)},
        "consents": records.consents_out(value.consent),
        "on_air": value.consent.to(Purpose.ON_AIR),
        "sealed": seal.close({"phones": list(value.phones), "others": records.named_out(value.others)}),
    }


def _index(connection: Connection, value: Registration, seal: Seal) -> None:
    """Digests of every number of a row, and of the names it asks for."""
    phones = set(value.phones) | {phone for named in value.others for phone in named.phones}
    found = {seal.digest(phone) for phone in phones} | {
        seal.wish(one.name) for one in value.others if one.name
    }
    if found:
        rows = [
            {"gathering": value.gathering, "digest": digest, "registration": value.id} for digest in found
        ]
        _INDEX.run_many(connection, rows)


def read_registration(row: Row[Any], seal: Seal) -> Registration:
    """The registration of a row."""
    details = dict(row.details)
    sealed = seal.open(row.sealed)
    return Registration(
        id=row.id,
        gathering=row.gathering,
        side=Side(row.side),
        number=row.number,
        name=row.name,
        phones=tuple(sealed["phones"]),
        township=row.township,
        village=row.village,
        others=records.named_in(sealed["others"]),
        invite_code=row.invite_code,
        windows=records.windows_in(details.pop("windows")),
        helper=row.helper,
        source=Source(row.source),
        standing=Standing(row.standing),
        consent=records.consents_in(row.consents),
        created=Instant(row.created),
        revision=row.revision,
        **details,
    )
