"""Pairs without a slot: counted, searched, and a page at a time, whoever staff decided about first."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from reunion.actions.ports import Search, WithoutSlot
from reunion.domain.people import Pair
from reunion.storage.pairing import many_pairs
from reunion.storage.sealing import Seal
from reunion.storage.searching import wanted_registrations
from reunion.storage.tables import pair, pair_member, registration


class each_of(GenericFunction[str]):  # noqa: N801 - read as a function of SQL
    """The texts of a JSON list as rows: one bound value, however many there are."""

    inherit_cache = True


@compiles(each_of)
def _json_each(element: each_of, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_each{compiler.process(element.clause_expr, **more)}"


@compiles(each_of, "postgresql")
def _json_array_elements(element: each_of, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clause_expr, **more)} AS json))"


def missing_pairs(
    connection: Connection, gathering: str, asked: WithoutSlot, limit: int, offset: int, seal: Seal
) -> tuple[tuple[Pair, ...], int]:
    """One page and the number of all."""
    wanted = [pair.c.gathering == gathering, pair.c.id.not_in(_rows(asked.placed))]
    if asked.among is not None:
        wanted.append(pair.c.id.in_(_rows(asked.among)))
    # what is in a group is sorted before what is not
    order: list[ColumnElement[Any]] = [pair.c.id.not_in(_rows(group)) for group in asked.first if group]
    sorted_ids = select(pair.c.id).order_by(*order, pair.c.id)
    if asked.words.strip():
        # Words are looked for in every row: once, not once for the page and once for the number of all.
        found_by = pair.c.id.in_(_found(gathering, asked.words, seal))
        ids = list(connection.scalars(sorted_ids.where(*wanted, found_by)))
        total, ids = len(ids), ids[offset : offset + limit]
    else:
        total = _count(connection, gathering, asked)
        ids = list(connection.scalars(sorted_ids.where(*wanted).limit(limit).offset(offset)))
    found = {one.id: one for one in many_pairs(connection, gathering, ids)}
    return tuple(found[id_] for id_ in ids if id_ in found), total


def _count(connection: Connection, gathering: str, asked: WithoutSlot) -> int:
    mine = [pair.c.gathering == gathering]
    if asked.among is not None:
        mine.append(pair.c.id.in_(_rows(asked.among)))
    # An evening has hundreds: they are counted, not looked for in a hundred thousand others.
    placed = pair.c.id.in_(_rows(asked.placed))
    counts = (select(func.count()).select_from(pair).where(*mine, *more) for more in ((), (placed,)))
    everybody, with_slot = (connection.scalar(count) or 0 for count in counts)
    return everybody - with_slot


def _rows(texts: Collection[str]) -> Select[tuple[str]]:
    listed = literal(json.dumps([*texts]), String)
    return select(each_of(listed).table_valued("value").c.value)


def _found(gathering: str, words: str, seal: Seal) -> Select[tuple[str]]:
    """The pairs of whom a list of registrations would find."""
    people = select(registration.c.id).where(wanted_registrations(gathering, Search(words=words), seal))
    return select(pair_member.c.pair).where(pair_member.c.registration.in_(people))
