from collections import Counter

import pytest

from reunion.demo.people import generate
from reunion.domain.codes import check_code
from reunion.domain.places import Home, Township

HOME = Home(
    "511011",
    "东兴区",
    ("四川省", "内江市"),
    (
        Township("511011001", "东兴街道", ("梨桥", "五华", "观园")),
        Township("511011100", "田家镇", ("长滩", "正子", "红嘴", "太坝")),
        Township("511011110", "永兴镇", ("新石", "沙沟"), ("永兴乡",)),
    ),
)


def test_the_same_seed_makes_the_same_crowd():
    assert generate(7, 60, home=HOME) == generate(7, 60, home=HOME)


def test_another_seed_makes_another_crowd():
    assert generate(7, 60, home=HOME).workers != generate(8, 60, home=HOME).workers


def test_true_links_join_rows_of_the_worker_they_name():
    crowd = generate(1, 255, home=HOME)
    workers = {row.id: row for row in crowd.workers}
    families = {row.id: row for row in crowd.families}
    assert len({(b.worker, b.family) for b in crowd.truth}) == len(crowd.truth)
    for link in crowd.truth:
        assert workers[link.worker].person == link.person
        assert families[link.family].household == link.household
        assert link.person in crowd.households[link.household].persons


def test_every_family_row_without_a_true_link_is_a_stranger():
    crowd = generate(1, 255, home=HOME)
    linked = {b.family for b in crowd.truth}
    assert {f.id for f in crowd.families} - linked == set(crowd.traps["stranger"])


def test_doubles_are_rows_of_one_person():
    crowd = generate(1, 255, home=HOME)
    person = {row.id: row.person for row in (*crowd.workers, *crowd.families)}
    assert crowd.doubles
    for double in crowd.doubles:
        assert person[double.first] == person[double.second]
        assert double.first != double.second


@pytest.mark.parametrize(
    ("trap", "least"),
    [
        ("cadre-phone", 10),
        ("forwarded-code", 1),
        ("several-workers", 30),
        ("stranger", 5),
        ("twice", 10),
        ("two-in-one-cell", 8),
        ("unregistered-brother", 1),
    ],
)
def test_a_crowd_of_255_holds_every_trap(trap, least):
    assert len(generate(1, 255, home=HOME).traps[trap]) >= least


def test_one_house_of_many_holds_a_namesake_from_the_same_village():
    crowd = generate(1, 3000, home=HOME)
    workers = {row.id: row for row in crowd.workers}
    for row_id in crowd.traps["same-name-same-village"]:
        one = crowd.persons[workers[row_id].person]
        house = crowd.households[workers[row_id].household]
        assert any(
            crowd.persons[person].name == one.name
            for other in crowd.households.values()
            if other != house and (other.township, other.village) == (house.township, house.village)
            for person in other.persons
        )


def test_a_second_number_stands_only_where_somebody_else_or_a_relative_wrote_it():
    crowd = generate(1, 2000, home=HOME)
    seconds = {person.second for person in crowd.persons.values() if person.second}
    assert 0.04 < len(seconds) / sum(bool(person.phone) for person in crowd.persons.values()) < 0.1
    assert not seconds.intersection(row.phone for row in crowd.workers)
    assert seconds.intersection(row.contact_phone for row in crowd.workers)
    assert seconds.intersection(row.worker_phone for row in crowd.families)


def test_a_row_that_names_two_holds_the_numbers_of_both():
    rows = [row for row in generate(1, 255, home=HOME).families if len(row.meant) == 2]
    both = [row for row in rows if all(one.phone for one in row.meant)]
    assert both
    for row in both:
        first, second = (one.phone for one in row.meant)
        assert row.worker_phone.startswith(first)
        assert row.worker_phone.endswith(second)
        assert len(row.worker_phone) == len(first) + 1 + len(second)


def test_a_cadres_number_stands_on_many_rows():
    phones = Counter(row.phone for row in generate(1, 255, home=HOME).families if row.phone)
    assert phones.most_common(1)[0][1] >= 8


def test_every_number_that_was_given_out_belongs_to_one_person():
    phones = Counter(p.phone for p in generate(1, 255, home=HOME).persons.values() if p.phone)
    assert set(phones.values()) == {1}
    assert all(number[3:5] == "00" and len(number) == 11 for number in phones)


def test_own_codes_carry_a_valid_check_symbol():
    codes = [row.invite_code for row in generate(1, 255, home=HOME).workers if row.invite_code]
    assert codes == [check_code(code) for code in codes]
    assert len(codes) > 100


def test_more_noise_leaves_fewer_names_as_they_are():
    def clean(noise):
        crowd = generate(3, 600, noise, home=HOME)
        names = {p.name for p in crowd.persons.values()}
        return sum(row.worker_name in names for row in crowd.families) / len(crowd.families)

    assert clean("light") > clean("normal") > clean("heavy")


def test_a_big_crowd_gets_invented_townships_without_crowding_a_village():
    crowd = generate(1, 3000, home=HOME)
    assert crowd.home.townships[: len(HOME.townships)] == HOME.townships
    names = [t.name for t in crowd.home.townships]
    assert len(names) > 15
    assert len(set(names)) == len(names)


def test_some_can_be_there_only_on_one_evening_and_some_gave_no_consent():
    crowd = generate(1, 255, home=HOME)
    rows = (*crowd.workers, *crowd.families)
    assert {len(row.spans) for row in rows} == {0, 1, 2}
    assert 0.01 < sum(not row.on_air for row in rows) / len(rows) < 0.2


def test_no_two_away_of_one_house_are_called_the_same():
    crowd = generate(1, 2000, home=HOME)
    away = {row.person for row in crowd.workers}
    for house in crowd.households.values():
        names = [crowd.persons[one].name for one in house.persons if one in away]
        assert len(set(names)) == len(names)
