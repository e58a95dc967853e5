from reunion.domain.linking.clean import Worker
from reunion.domain.linking.frequencies import Frequencies

from .rows import worker


def test_a_number_many_people_gave_loses_its_weight():
    counts = Frequencies()
    surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡林"
    for at, name in enumerate(surnames):
        counts.count([Worker(worker(id=f"W{at}", name=name + "大明", contact_phones=()))])
    assert counts.sharing("13800130001") == 12.0
    assert counts.sharing("13700000000") == 0.0


def test_one_person_twice_does_not_make_a_number_common():
    counts = Frequencies()
    for at in range(2):
        counts.count([Worker(worker(id=f"W{at}"))])
    assert counts.sharing("13800130001") == 0.0


def test_a_surname_is_likelier_where_many_bear_it():
    counts = Frequencies()
    for at in range(8):
        counts.count([Worker(worker(id=f"W{at}"))])
    for at in range(8):
        counts.count([Worker(worker(id=f"X{at}", name="王大明", village="沙子村"))])
    assert counts.surname_chance("cen", "田家", "长岩") > counts.surname_chance("cen", "田家", "沙子")
