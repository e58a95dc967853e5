from reunion.domain.linking import FAMILY_COLUMNS, WORKER_COLUMNS
from reunion.domain.linking.columns import family_of, family_row, worker_of, worker_row


def test_rows_of_a_file_by_their_column_names():
    assert worker_row({"worker_id": " W1 ", "name": "王强", "home_township": "田家镇"}).id == "W1"
    assert family_row({"family_id": "F1", "worker_name": "王强"}).workers == ("王强",)


def test_a_row_in_the_order_of_the_columns_is_the_row_by_their_names():
    worker = [f" {column} " for column in WORKER_COLUMNS]
    family = [f" {column} " for column in FAMILY_COLUMNS]
    assert worker_of(worker) == worker_row(dict(zip(WORKER_COLUMNS, worker, strict=True)))
    assert family_of(family) == family_row(dict(zip(FAMILY_COLUMNS, family, strict=True)))
    assert (worker_of(worker).id, family_of(family).id) == ("worker_id", "family_id")


def test_a_column_that_is_missing_is_empty():
    assert worker_row({"worker_id": "W1"}) == worker_of(["W1", *[""] * (len(WORKER_COLUMNS) - 1)])
    assert family_row({"family_id": "F1"}) == family_of(["F1", *[""] * (len(FAMILY_COLUMNS) - 1)])
