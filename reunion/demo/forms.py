"""What the synthetic people type into the sign-up pages."""

from collections.abc import Sequence

from reunion.actions.registering import SignUp
from reunion.demo.crowd import Crowd, FamilyRow, Row, WorkerRow
from reunion.demo.evenings import windows
from reunion.domain.codes import check_code
from reunion.domain.consent import Purpose
from reunion.domain.faults import Unfit
from reunion.domain.names import parse_name
from reunion.domain.people import Named, Side
from reunion.domain.phones import read_phones
from reunion.domain.places import split_village
from reunion.domain.plans import ShowHead


def worker_form(row: WorkerRow, crowd: Crowd, shows: Sequence[ShowHead], ticket: str) -> SignUp:
    """A worker's sign-up, cleaned as the form's fields clean it."""
    village, group = split_village(row.village)
    contact = Named(_name(row.contact_name), _phones(row.contact_phone), row.contact_relation)
    return SignUp(
        side=Side.WORKER,
        name=_name(row.name) or crowd.persons[row.person].name,
        phones=_phones(row.phone),
        township=_township(row, crowd),
        village=village,
        group=group,
        place=row.place,
        others=(contact,) if contact.name else (),
        persons=row.persons,
        years_away=row.years_away,
        windows=windows(row.spans, shows),
        story=row.story,
        message=row.message,
        purposes=_purposes(row),
        ticket=ticket,
    )


def family_form(
    row: FamilyRow, crowd: Crowd, shows: Sequence[ShowHead], ticket: str, code: str = ""
) -> SignUp:
    """A family's sign-up; `code` is the invite code that the worker really got from the server."""
    village, group = split_village(row.village)
    named = [Named(name, _phones(one.phone), one.relation) for one in row.meant if (name := _name(one.name))]
    return SignUp(
        side=Side.FAMILY,
        name=_name(row.name) or crowd.persons[row.person].name,
        phones=_phones(row.phone),
        township=_township(row, crowd),
        village=village,
        group=group,
        place="家里",
        others=tuple(named),
        code_given=_code(code),
        persons=row.persons,
        dialect=row.dialect,
        windows=windows(row.spans, shows),
        story=row.story,
        message=row.message,
        purposes=_purposes(row),
        ticket=ticket,
    )


def _name(written: str) -> str:
    try:
        return parse_name(written, least=1)
    except Unfit:
        return ""


def _phones(written: str) -> tuple[str, ...]:
    return tuple(phone.number for phone in read_phones(written).found)


def _code(written: str) -> str:
    """What stays of a code: one with a wrong letter is refused by the form and left out."""
    try:
        return check_code(written)
    except Unfit:
        return ""


def _township(row: Row, crowd: Crowd) -> str:
    """The page offers a list, so a slip of the pen becomes the right code; a family must choose one."""
    if not row.township and isinstance(row, WorkerRow):
        return ""
    return crowd.households[row.household].township


def _purposes(row: Row) -> frozenset[Purpose]:
    agreed = {Purpose.STORE}
    if row.on_air:
        agreed |= {Purpose.ON_AIR, Purpose.RECORDING}
        if row.persons % 2:
            agreed.add(Purpose.SHARE)
    return frozenset(agreed)
