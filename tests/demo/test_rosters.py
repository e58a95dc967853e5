import pytest

from reunion.demo.people import generate
from reunion.demo.rosters import TOWNSHIP_FAMILIES_FILE, VILLAGE_FAMILIES_FILE, WORKERS_FILE, rosters
from reunion.domain.people import Side
from reunion.imports.rosters import read_roster

SIDES = {
    WORKERS_FILE: Side.WORKER,
    TOWNSHIP_FAMILIES_FILE: Side.FAMILY,
    VILLAGE_FAMILIES_FILE: Side.FAMILY,
}


@pytest.fixture(scope="module")
def crowd():
    return generate(1, 255)


@pytest.fixture(scope="module")
def read(crowd):
    return {name: read_roster(data, name, SIDES[name], crowd.home) for name, data in rosters(crowd).items()}


def test_the_same_crowd_writes_the_same_village_table(crowd):
    assert rosters(crowd)[VILLAGE_FAMILIES_FILE] == rosters(crowd)[VILLAGE_FAMILIES_FILE]


def test_the_village_table_is_not_in_utf_8(crowd):
    data = rosters(crowd)[VILLAGE_FAMILIES_FILE]
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_every_row_of_an_office_is_taken_or_refused_with_a_reason(crowd, read):
    workers = [row for row in crowd.workers if row.source != "web"]
    families = [row for row in crowd.families if row.source != "web"]
    assert len(read[WORKERS_FILE].rows) == len(workers)
    assert sum(len(read[name].rows) for name in SIDES if name != WORKERS_FILE) == len(families)
    assert all(row.reasons for roster in read.values() for row in roster.rejected)


def test_a_few_rows_are_refused_and_most_are_taken(read):
    rows = sum(len(roster.rows) for roster in read.values())
    refused = sum(len(roster.rejected) for roster in read.values())
    assert 0 < refused < rows * 0.15


def test_identity_numbers_are_dropped(read):
    (table,) = read[WORKERS_FILE].tables
    assert table.dropped_columns == ("身份证号码",)


def test_most_taken_rows_keep_their_township_and_their_contact(read):
    taken = read[WORKERS_FILE].accepted
    assert sum(bool(row.draft.township) for row in taken) > len(taken) * 0.9
    assert sum(bool(row.draft.others) for row in taken) > len(taken) * 0.6
