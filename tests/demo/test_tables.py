import csv
import io

from reunion.demo.people import generate
from reunion.demo.tables import link_tables
from tests.demo.test_people import HOME


def test_the_tables_hold_every_row_of_the_crowd():
    crowd = generate(1, 60, home=HOME)
    read = {
        name: list(csv.DictReader(io.StringIO(data.decode()))) for name, data in link_tables(crowd).items()
    }
    assert [row["worker_id"] for row in read["workers.csv"]] == [w.id for w in crowd.workers]
    assert [row["worker_name"] for row in read["families.csv"]] == [f.worker_name for f in crowd.families]
    assert [(r["worker_id"], r["family_id"]) for r in read["truth.csv"]] == [
        (b.worker, b.family) for b in crowd.truth
    ]
    assert len(read["dups.csv"]) == len(crowd.doubles)
