from reunion.domain.linking.clean import Family
from reunion.domain.linking.relatives import FamilyIndex
from reunion.domain.linking.weights import SHIPPED

from .rows import family


def told(*others: Family) -> list[tuple[str, float]]:
    index = FamilyIndex()
    for other in others:
        index.add(other)
    return [(other.id, bits) for other, bits in index.relatives(Family(family()))]


def test_a_shared_number_speaks_loudest_then_the_village_then_the_town():
    assert told(
        Family(family(id="F2", village="")),
        Family(family(id="F3", phones=(), worker_phones=())),
        Family(family(id="F4", phones=(), worker_phones=(), village="")),
    ) == [("F2", SHIPPED.relative_phone), ("F3", SHIPPED.relative_village), ("F4", SHIPPED.relative_town)]


def test_a_number_that_two_houses_gave_is_a_cadres():
    """Two mothers with one telephone: somebody wrote both rows down."""
    asked = ("13700000008",)
    assert told(Family(family(id="F2", name="周桂芳", worker_phones=asked))) == [
        ("F2", SHIPPED.relative_village)
    ]


def test_a_family_is_no_relative_of_itself():
    assert told(Family(family())) == []


def test_somebody_who_asks_for_another_name_says_nothing():
    assert told(Family(family(id="F2", workers=("陈小红",)))) == []


def test_the_same_name_asked_for_from_another_village_says_nothing():
    assert told(Family(family(id="F2", phones=(), worker_phones=(), village="沙子村"))) == []


def test_a_removed_family_leaves_no_trace():
    index = FamilyIndex()
    index.add(Family(family()))
    index.add(Family(family(workers=("陈小红",))))
    index.remove("F1")
    index.remove("F1")
    assert (len(index.rows), len(index.blocks)) == (0, 0)
