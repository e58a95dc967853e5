import json
from dataclasses import replace

from reunion.exports.documents import write_document

from .given import COVER, EVENING, OPENING, SHOW, SLOT


def test_programs_get_the_values_with_instants_and_local_times():
    document = json.loads(write_document("rundown", [SHOW], COVER))
    assert (document["format"], document["list"]) == ("reunion-list/1", "rundown")
    assert document["cover"]["made_at_local"] == "2027-02-05T19:30:00+08:00"
    opening, slot = document["parts"][0]["rows"]
    assert (opening["start"], opening["start_local"]) == (EVENING, "2027-02-05T19:30:00+08:00")
    assert (opening["worker"], slot["worker"]["name"], slot["seconds"]) == (None, "陈*", 150)


def test_what_no_encoding_holds_is_replaced():
    show = replace(SHOW, rows=(replace(OPENING, title="a\ud800b"), SLOT))
    assert json.loads(write_document("rundown", [show], COVER))["parts"][0]["rows"][0]["title"] == "a\ufffdb"
