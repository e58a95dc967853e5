from reunion.domain import commands as do
from reunion.domain.access import (
    CONTROLS,
    DESK_COMMANDS,
    EVERYONE,
    HELPERS,
    HOSTS,
    LISTS,
    PUBLIC,
    STAFF,
    Account,
    Identity,
    Role,
    may_see,
    of_account,
    sees_village,
)
from reunion.domain.people import Registration, Side


def test_every_desk_command_but_barring_has_its_roles() -> None:
    assert set(DESK_COMMANDS) == set(do.Command.__args__) - {do.Bar, do.CallUp, do.Promise}
    words = {do.Insert, do.Note, do.HandOver, do.MarkReady, do.Agree}
    assert {made for made, roles in DESK_COMMANDS.items() if roles == HOSTS} == words
    assert {made for made, roles in DESK_COMMANDS.items() if roles == CONTROLS} == set(DESK_COMMANDS) - words
    assert {Role.CONTROL} == CONTROLS - HOSTS


def test_nobody_from_outside_is_staff() -> None:
    assert EVERYONE - {Role.FAMILY, Role.PUBLIC, Role.CONTROL} == STAFF
    assert Role.MEDIA not in HOSTS
    assert Role.VOLUNTEER not in LISTS
    assert Role.HOST not in HELPERS


def test_an_identity_belongs_to_one_gathering_but_an_administrator_to_all() -> None:
    host = of_account(Account("a-1", "小王", Role.HOST, "dongxing"))

    assert host == Identity(Role.HOST, "a-1", "dongxing", name="小王")
    assert (host.at("dongxing"), host.at("elsewhere")) == (True, False)
    assert of_account(Account("a-2", "管理员", Role.ADMINISTRATOR)).at("elsewhere")
    assert PUBLIC.at("dongxing")


def test_a_volunteer_sees_the_families_of_the_own_village_and_nobody_without_one() -> None:
    volunteer, nowhere, host = (
        Identity(Role.VOLUNTEER, township="511011100", village="双坳"),
        Identity(Role.VOLUNTEER),
        Identity(Role.HOST),
    )
    own, other, homeless = (
        Registration("f", "dongxing", Side.FAMILY, 1, "李秀英", township=township, village=village)
        for township, village in (("511011100", "双坳"), ("511011100", "火花"), ("", ""))
    )
    worker = Registration("w", "dongxing", Side.WORKER, 2, "张伟", township="511011100", village="双坳")
    people = (own, other, homeless, worker)
    assert [may_see(volunteer, person) for person in people] == [True, False, False, False]
    assert [may_see(nowhere, person) for person in people] == [False] * 4
    assert [may_see(host, person) for person in people] == [True] * 4
    assert (sees_village(volunteer, "511011100", "双坳"), sees_village(nowhere, "", "")) == (True, False)
