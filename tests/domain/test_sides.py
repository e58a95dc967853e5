from reunion.domain.sides import Side


def test_each_side_faces_the_other() -> None:
    assert (Side.WORKER.other, Side.FAMILY.other) == (Side.FAMILY, Side.WORKER)
