from reunion.domain.linking import Decision, FamilyRow, WorkerRow


def test_every_field_but_the_id_may_be_empty():
    assert WorkerRow("W").name == FamilyRow("F").name == ""
    assert FamilyRow("F").workers == WorkerRow("W").phones == ()


def test_decisions_are_the_words_of_the_file():
    assert [str(one) for one in Decision] == ["linked", "review"]
