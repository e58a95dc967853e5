from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.index import WorkerIndex, family_keys
from reunion.domain.linking.keys import name_of
from reunion.domain.linking.weights import SHIPPED

from .rows import family, roster, worker


def state(index: WorkerIndex) -> tuple[object, ...]:
    counts = index.frequencies
    return (
        sorted((key, sorted(index.blocks.of(*key, 1000))) for key in index.blocks),
        sorted(index.rows),
        counts.rows,
        counts.givens,
        *(dict(one) for one in (counts.surnames, counts.given, counts.heard, counts.towns)),
        dict(counts.in_village),
        dict(counts.village_rows),
        counts.givers,
    )


def test_what_was_removed_leaves_no_trace():
    workers, _, _ = roster(1)
    index = WorkerIndex()
    for row in workers[:30]:
        index.add(Worker(row))
    before = state(index)
    for row in workers[30:]:
        index.add(Worker(row))
    for row in workers[30:]:
        index.remove(row.id)
    assert state(index) == before


def test_a_corrected_row_takes_the_place_of_the_earlier_one():
    index, fresh = WorkerIndex(), WorkerIndex()
    index.add(Worker(worker(name="张三丰", township="郭北镇")))
    index.add(Worker(worker()))
    fresh.add(Worker(worker()))
    assert state(index) == state(fresh)


def test_of_rows_with_one_id_that_come_together_the_last_is_taken_and_counted_once():
    index, fresh = WorkerIndex(), WorkerIndex()
    index.add_every([Worker(worker(name="张三丰", township="郭北镇")), Worker(worker())])
    fresh.add(Worker(worker()))
    assert state(index) == state(fresh)


def test_removing_somebody_unknown_is_no_mistake():
    index = WorkerIndex()
    index.remove("W9")
    assert index.rows == {}


def test_a_worker_is_found_by_any_one_of_the_keys():
    index = WorkerIndex()
    index.add(Worker(worker(code="Q788JQ")))
    nothing = {
        "name": "", "phones": (), "workers": (), "worker_phones": (), "township": "", "village": "",
    }  # fmt: skip
    for told in (
        {"worker_phones": ("13800130001",)},
        {"phones": ("13900130001",)},
        {"phones": ("13800130001",)},
        {"code": "q788jq"},
        {"workers": ("陈大明",)},
        {"workers": ("城大名",), "village": "长岩村"},
        {"workers": ("阿明",), "village": "长岩村"},
        {"workers": ("老陈",), "township": "田家镇"},
        {"workers": ("大明",), "township": "田家镇"},
        {"workers": ("陈大民",), "township": "田家镇"},
        {"workers": ("陈小明",), "township": "田家镇"},
        {"name": "李秀英"},
    ):
        asking = Family(family(**(nothing | told)))
        found, far = index.told(asking)
        assert far == set(), told
        assert found == (set() if "workers" in told else {"W1"}), told
        assert found.union(*(index.named(name, asking) for name in asking.workers)) == {"W1"}, told


def test_a_key_without_a_place_is_not_looked_up():
    keys = family_keys(Family(family(township="", village="")))
    assert {block for block, _ in keys} == {"number", "name", "contact"}


def test_where_many_bear_a_name_only_they_are_its_namesakes_and_nobody_who_resembles_it():
    many = [worker(id=f"W{n}", name="王强") for n in range(SHIPPED.rare + 1)]
    index = WorkerIndex()
    for row in (*many, worker(id="other", name="王小强")):
        index.add(Worker(row))
    assert "other" in index.blocks.of("田家/", name_of("王强").spoken, 60)
    assert index.namesakes(name_of("王强"), Family(family(workers=("王强",)))) == {row.id for row in many}


def test_far_from_home_a_relative_finds_only_who_has_the_name_as_well():
    index = WorkerIndex()
    index.add(Worker(worker()))
    far = {"worker_phones": (), "phones": (), "name": "李秀英", "township": "郭北镇", "village": "清泉村"}
    assert index.told(Family(family(**far))) == (set(), {"W1"})
    assert index.told(Family(family(**far | {"village": "长岩村"}))) == ({"W1"}, set())
    assert index.told(Family(family(**far | {"village": ""}))) == ({"W1"}, set())
    assert index.told(Family(family(**far | {"phones": ("13900130001",)}))) == ({"W1"}, set())
