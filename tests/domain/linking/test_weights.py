from reunion.domain.linking import weights as w


def test_the_levels_of_a_name_share_one_probability():
    assert 0.9 < sum(w.NAME_KEPT.values()) <= 1.01
    assert sum(w.NAME_OF_MATE.values()) <= 1.01
    assert w.NAME_KEPT.keys() == w.NAME_OF_MATE.keys()


def test_a_number_that_thirty_people_gave_says_nothing():
    assert w.WORKER_PHONE - w.SHARED * 5 <= 0


def test_the_weights_carry_a_version():
    assert w.VERSION >= 1
