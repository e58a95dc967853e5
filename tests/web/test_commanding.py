import pytest

from reunion.domain import commands
from reunion.domain.access import CONTROLS, HOSTS, PLANNERS, Role
from reunion.domain.refusal import Refused
from reunion.live import wire
from reunion.web.commanding import may_ask, named
from reunion.web.keys import Names


@pytest.mark.parametrize(
    ("command", "roles"),
    [
        (commands.Take(None), CONTROLS),
        (wire.Suggest(), CONTROLS),
        (wire.Edit("it-1"), HOSTS),
        (wire.Veto(), CONTROLS),
        (wire.Auto(30), PLANNERS),
        (wire.Auto(None), HOSTS),
        (commands.HandOver(""), HOSTS),
    ],
    ids=repr,
)
def test_only_those_the_table_names_may_ask(command, roles):
    asked = wire.Asked("k-1", "it", command)
    assert {role for role in Role if may_ask(role, asked)} == roles


def test_a_refusal_names_whoever_was_first_as_people_know_them():
    refusal = Refused("already-taken", by="a-1", revision=4)
    request_id, told = named(refusal, "k-1", Names({"a-1": "王导"}))
    assert (request_id, told.code, told.by, told.revision) == ("k-1", "already-taken", "王导", 4)
    assert named(refusal, "k-1", Names({}))[1].by == "a-1"
    assert named(wire.Malformed("do", "k-9"), "", Names({}))[0] == "k-9"
