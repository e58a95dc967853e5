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
    of_account,
)


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
