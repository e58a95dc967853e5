import pytest

from reunion.demo.evenings import evenings
from reunion.demo.forms import family_form, worker_form
from reunion.demo.people import generate
from reunion.domain.consent import Purpose
from reunion.domain.instants import Instant
from reunion.domain.limits import NAME_MOST, VILLAGE_MOST
from reunion.domain.people import Side
from reunion.domain.phones import read_phones

SHOWS = evenings("dongxing", Instant(1_700_000_000_000), 255, 1)


@pytest.fixture(scope="module")
def crowd():
    return generate(1, 255)


def test_every_web_row_becomes_a_form_within_the_limits(crowd):
    townships = {town.code for town in crowd.home.townships}
    forms = [worker_form(row, crowd, SHOWS, "t" * 32) for row in crowd.workers if row.source == "web"]
    forms += [family_form(row, crowd, SHOWS, "t" * 32) for row in crowd.families if row.source == "web"]
    for form in forms:
        assert 2 <= len(form.name) <= NAME_MOST
        assert len(form.village) <= VILLAGE_MOST
        assert form.township in townships or form.side is Side.WORKER
        assert all(phone.startswith("+86") for phone in form.phones)


def test_consent_to_be_on_air_follows_the_row(crowd):
    for row in crowd.workers:
        form = worker_form(row, crowd, SHOWS, "")
        assert (Purpose.ON_AIR in form.purposes) == row.on_air
        assert Purpose.STORE in form.purposes


def test_two_workers_meant_become_two_others(crowd):
    rows = [row for row in crowd.families if len([one for one in row.meant if one.name]) == 2]
    forms = [family_form(row, crowd, SHOWS, "") for row in rows]
    assert {len(form.others) for form in forms} == {2}
    assert {one.relation for form in forms for one in form.others} & {"儿子", "女儿"}
    for row, form in zip(rows, forms, strict=True):
        given = [[phone.number for phone in read_phones(one.phone).found] for one in row.meant]
        assert [list(one.phones) for one in form.others] == given


def test_a_code_with_a_wrong_letter_is_left_out(crowd):
    row = crowd.families[0]
    assert family_form(row, crowd, SHOWS, "", code="222222").code_given == "222222"
    assert family_form(row, crowd, SHOWS, "", code="222223").code_given == ""
