"""Who may do what: roles, accounts and identities. Default deny: what no table grants is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reunion.domain import commands as do
from reunion.domain.people import Registration, Side


class Role(StrEnum):
    """What somebody is to a gathering."""

    ADMINISTRATOR = "administrator"
    PRODUCER = "producer"
    """Media-centre staff: rosters, links, plans, lists, and the desk."""
    HOST = "host"
    """The live desk."""
    MEDIA = "media"
    """Downloads lists, changes nothing."""
    VOLUNTEER = "volunteer"
    """Signs up households of one village and sees only them."""
    CONTROL = "control"
    """A button box or a mixer: commands of one show by bearer token, and nothing else."""
    FAMILY = "family"
    """Holder of a personal link, of either side."""
    PUBLIC = "public"


STAFF = frozenset({Role.ADMINISTRATOR, Role.PRODUCER, Role.HOST, Role.MEDIA, Role.VOLUNTEER})
PLANNERS = frozenset({Role.ADMINISTRATOR, Role.PRODUCER})
HOSTS = PLANNERS | {Role.HOST}
CONTROLS = HOSTS | {Role.CONTROL}
LISTS = PLANNERS | {Role.MEDIA}
HELPERS = PLANNERS | {Role.VOLUNTEER}
DOORKEEPERS = frozenset({Role.VOLUNTEER, Role.HOST})
"""Whose telephones read other people's codes; the office opens personal links to see what families see."""
EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff."""

    id: str
    name: str
    role: Role
    gathering: str = ""
    """The one gathering it is for; empty for an administrator, who sees all."""
    township: str = ""
    village: str = ""
    """A volunteer's village."""
    disabled: bool = False
    show: str = ""
    """The one show that a control is for."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks."""

    role: Role
    id: str = ""
    """Account id, registration id, or empty for the public."""
    gathering: str = ""
    township: str = ""
    village: str = ""
    name: str = ""
    """Display name of a member of staff."""
    bearer: bool = False
    """Signed in by an `Authorization` header, not by a cookie."""
    show: str = ""
    """The one show of a control."""

    def at(self, gathering: str) -> bool:
        """Whether that gathering exists for this identity; a foreign one does not."""
        return self.role in (Role.ADMINISTRATOR, Role.PUBLIC) or self.gathering == gathering


PUBLIC = Identity(Role.PUBLIC)


class Onlooker(Protocol):
    """Who sees people, of a village only if they are a volunteer."""

    @property
    def role(self) -> Role:
        """What they are to the gathering."""
        ...

    @property
    def township(self) -> str:
        """A volunteer's."""
        ...

    @property
    def village(self) -> str:
        """A volunteer's."""
        ...


def may_see(who: Onlooker, person: Registration) -> bool:
    """Whether this person exists for them: for a volunteer, the families of the own village do."""
    return who.role is not Role.VOLUNTEER or (
        person.side is Side.FAMILY and sees_village(who, person.township, person.village)
    )


def sees_village(who: Onlooker, township: str, village: str) -> bool:
    """Whether the families of a village exist for them; a volunteer who has none sees nobody."""
    if who.role is not Role.VOLUNTEER:
        return True
    return bool(who.township and who.village) and (township, village) == (who.township, who.village)


def of_account(account: Account, *, bearer: bool = False) -> Identity:
    """The identity of a member of staff."""
    return Identity(
        account.role,
        account.id,
        account.gathering,
        account.township,
        account.village,
        account.name,
        bearer=bearer,
        show=account.show,
    )


DESK_COMMANDS: Mapping[type[do.Command], frozenset[Role]] = {
    do.Start: CONTROLS,
    do.End: CONTROLS,
    do.Take: CONTROLS,
    do.Hold: CONTROLS,
    do.Resume: CONTROLS,
    do.Extend: CONTROLS,
    do.Standby: CONTROLS,
    do.Skip: CONTROLS,
    do.NoShow: CONTROLS,
    do.Recall: CONTROLS,
    do.Move: CONTROLS,
    do.Arrange: CONTROLS,
    do.Insert: HOSTS,
    do.MarkReady: HOSTS,
    do.Agree: HOSTS,
    do.Note: HOSTS,
    do.HandOver: HOSTS,
    do.Undo: CONTROLS,
}
"""Who may send which command; Bar is missing: it comes only from consents.

A control writes no words and marks nobody.
"""
