from reunion.domain.linking import link

from .rows import family, worker


def test_the_waterfall_begins_with_the_strongest_field():
    (found,) = link([worker()], [family(township="郭北镇")])
    weights = [abs(clue.bits) for clue in found.evidence if clue.field != "household"]
    assert weights == sorted(weights, reverse=True)


def test_no_number_and_no_name_stands_in_the_evidence():
    (found,) = link([worker()], [family()])
    told = " ".join(f"{clue.field} {clue.level}" for clue in found.evidence)
    assert told.isascii()
    assert not any(character.isdigit() for character in told)


def test_somebody_else_of_the_household_is_named_as_a_doubt():
    (found,) = link([worker()], [family(workers=("陈大强",), worker_phones=())])
    assert ("household", "somebody-else") in [(clue.field, clue.level) for clue in found.evidence]
