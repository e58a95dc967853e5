import pytest

from reunion.actions.exporting import Reader
from reunion.cli.rosters import FORMATS, LISTS
from reunion.domain.access import Role
from reunion.domain.faults import Unfit
from reunion.exports.pages import Form
from reunion.web.offers import OFFERS, Wanted, written
from tests.actions.scenes import GATHERING, clock

from .offices import fill


def wanted(store, site: str = "") -> Wanted:
    reader = Reader(Role.PRODUCER, "a-1", "阿梅")
    return Wanted(store, GATHERING, reader, lambda msgid: msgid, clock, site=site)


def test_the_shell_offers_what_the_page_offers():
    assert tuple(OFFERS) == LISTS
    assert {str(form) for offer in OFFERS.values() for form in offer.forms} == set(FORMATS)


async def test_a_form_that_a_list_does_not_have_is_refused_with_those_it_has(site):
    await fill(site)
    with pytest.raises(Unfit) as refused:
        await written(wanted(site.store), "script", Form.CSV)
    assert (refused.value.code, refused.value.params["forms"]) == ("no-form", "docx")
    deeds = await site.store.audit.newest(GATHERING.id, limit=9)
    assert [deed for deed in deeds if deed.action == "export"] == []


async def test_codes_need_an_address_to_lead_to(site):
    await fill(site)
    with pytest.raises(Unfit, match="no-address"):
        await written(wanted(site.store), "badges", Form.XLSX)
    assert (await written(wanted(site.store, "http://reunion.example"), "badges", Form.XLSX)).data


async def test_a_list_is_on_record_before_it_is_written(site):
    await fill(site)
    made = await written(wanted(site.store), "contacts", Form.CSV)
    (deed,) = await site.store.audit.newest(GATHERING.id, limit=1)
    assert (deed.action, deed.subject, deed.by) == ("export", "contacts", "a-1")
    assert deed.details == {"format": "csv", "rows": made.data.count(b"\r\n") - 1, "phones": True}
