from reunion.storage.chunking import AT_ONCE, chunks


def test_all_values_come_in_order_none_twice_and_never_too_many() -> None:
    assert list(chunks(["c", "a", "b", "a"], 2)) == [["a", "b"], ["c"]]
    assert [len(chunk) for chunk in chunks(range(2 * AT_ONCE + 1))] == [AT_ONCE, AT_ONCE, 1]
    assert list(chunks(())) == []
