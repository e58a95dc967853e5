"""Rows for linking's tests: a worker and a family that belong together, to be changed field by field."""

import random
from typing import Any

from reunion.domain.linking import FamilyRow, WorkerRow
from reunion.domain.linking.clean import Worker
from reunion.domain.linking.score import Scored

WORKER = WorkerRow(
    id="W1",
    name="陈大明",
    phones=("13800130001",),
    gender="男",
    township="田家镇",
    village="长岩村2组",
    contacts=("李秀英",),
    relation="母亲",
    contact_phones=("13900130001",),
    code="",
)
FAMILY = FamilyRow(
    id="F1",
    name="李秀英",
    phones=("13900130001",),
    relation="妈妈",
    workers=("陈大明",),
    worker_phones=("13800130001",),
    township="田家",
    village="长岩",
)


def worker(**changes: Any) -> WorkerRow:
    return WORKER._replace(**changes)


def family(**changes: Any) -> FamilyRow:
    return FAMILY._replace(**changes)


SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红玲芬燕彬凤洁梅琳"
TOWNS = ("田家镇", "郭北镇", "双才镇", "白合镇", "顺河镇", "高梁镇")
VILLAGES = ("长岩村", "沙子村", "黄口村", "桂寺村", "和洞村", "梨桥村", "石坝村")


def roster(seed: int, count: int = 60) -> tuple[list[WorkerRow], list[FamilyRow], set[tuple[str, str]]]:
    """Workers, one family for most of them with the usual mistakes, and who truly belongs to whom."""
    chance = random.Random(seed)
    workers, families, truth = [], [], set()
    for at in range(count):
        name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(2))
        contact = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(2))
        phone, home = (f"1{chance.randrange(30, 99)}{chance.randrange(10**8):08}" for _ in range(2))
        place = {"township": chance.choice(TOWNS), "village": chance.choice(VILLAGES)}
        row = worker(
            id=f"W{at}",
            name=name,
            phones=(phone,),
            gender="",
            contacts=(contact,),
            contact_phones=(home,),
            **place,
        )
        workers.append(row)
        if chance.random() < 0.9:
            families.append(_family(chance, at, row))
            truth.add((row.id, f"F{at}"))
    return workers, families, truth


def _family(chance: random.Random, at: int, row: WorkerRow) -> FamilyRow:
    return FamilyRow(
        id=f"F{at}",
        name=row.contacts[0],
        phones=row.contact_phones if chance.random() < 0.8 else (),
        relation=chance.choice(("妈", "母亲", "儿子", "")),
        workers=(row.name,) if chance.random() < 0.95 else (),
        worker_phones=row.phones if chance.random() < 0.7 else (),
        township=row.township if chance.random() < 0.9 else "",
        village=row.village if chance.random() < 0.8 else "",
    )


def candidate(key: str, stranger: float, mate: float = 10.0, name: str = "equal", **more: object) -> Scored:
    """A scored candidate with its bits against a stranger and against a household mate."""
    called = {"1": "陈大明", "2": "赵小红"}[key]
    row = Worker(worker(id=key, name=called, phones=(key * 11,), contacts=(), contact_phones=()))
    given: dict[str, object] = {"code": "", "phone": "same", "place": "same"}
    return Scored(row, [], name, **(given | more), stranger=stranger, mate=mate)  # type: ignore[arg-type]
