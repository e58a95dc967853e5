"""Who may do what: roles, accounts and identities. Default deny: what no table grants is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reunion.domain import commands as do


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
    FAMILY = "family"
    """Holder of a personal link, of either side."""
    PUBLIC = "public"


STAFF = frozenset({Role.ADMINISTRATOR, Role.PRODUCER, Role.HOST, Role.MEDIA, Role.VOLUNTEER})
PLANNERS = frozenset({Role.ADMINISTRATOR, Role.PRODUCER})
HOSTS = PLANNERS | {Role.HOST}
LISTS = PLANNERS | {Role.MEDIA}
HELPERS = PLANNERS | {Role.VOLUNTEER}
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

    def at(self, gathering: str) -> bool:
        """Whether that gathering exists for this identity; a foreign one does not."""
        return self.role in (Role.ADMINISTRATOR, Role.PUBLIC) or self.gathering == gathering


PUBLIC = Identity(Role.PUBLIC)


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
    )


DESK_COMMANDS: Mapping[type[do.Command], frozenset[Role]] = {
    do.Start: HOSTS,
    do.End: HOSTS,
    do.Take: HOSTS,
    do.Hold: HOSTS,
    do.Resume: HOSTS,
    do.Extend: HOSTS,
    do.Standby: HOSTS,
    do.Skip: HOSTS,
    do.NoShow: HOSTS,
    do.Recall: HOSTS,
    do.Move: HOSTS,
    do.Arrange: HOSTS,
    do.Insert: HOSTS,
    do.MarkReady: HOSTS,
    do.Note: HOSTS,
    do.HandOver: HOSTS,
    do.Undo: HOSTS,
}
"""Who may send which command over a desk's socket; Bar is missing: it comes only from consents."""
