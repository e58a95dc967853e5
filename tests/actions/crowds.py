"""A generated crowd as registrations, each way of coming to know it for the tests of linking."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from reunion.actions.registering import SignUp
from reunion.demo.forms import family_form, worker_form
from reunion.demo.people import generate
from reunion.domain.codes import make_code
from reunion.domain.people import Registration, Side
from reunion.domain.places import Home


def crowd(seed: int, workers: int) -> tuple[Home, list[Registration]]:
    """The home, and everybody of both sides in some order, all from the web."""
    made = generate(seed, workers)
    codes = {row.id: make_code(number) for number, row in enumerate((*made.workers, *made.families), start=1)}
    forms: list[tuple[str, SignUp]] = [(row.id, worker_form(row, made, (), "")) for row in made.workers]
    forms += [
        (row.id, family_form(row, made, (), "", codes[row.code_of] if row.code_of else ""))
        for row in made.families
    ]
    # One worker in ten types the code of a family instead.
    typed = Random(seed)
    theirs = {belongs.worker: codes[belongs.family] for belongs in made.truth if typed.random() < 0.1}
    people = [
        of(form, id_, number, codes[id_], theirs.get(id_, "")) for number, (id_, form) in enumerate(forms, 1)
    ]
    Random(seed).shuffle(people)
    return made.home, people


def of(form: SignUp, id_: str, number: int, own: str, typed: str = "") -> Registration:
    """A form as a registration."""
    return Registration(
        id=id_,
        gathering="dongxing",
        side=form.side,
        number=number,
        name=form.name,
        phones=form.phones,
        township=form.township,
        village=form.village,
        group=form.group,
        others=form.others,
        code_given=typed or form.code_given,
        invite_code=own,
    )


def mistaken(person: Registration, rng: Random) -> Registration:
    """As it stood before somebody corrected it: other names, numbers, places, codes."""
    wrong = rng.choice(("name", "phones", "village", "others", "code"))
    if wrong == "name":
        return replace(person, name=person.name[0] + "某")
    if wrong == "phones":
        return replace(person, phones=(f"+86139{rng.randrange(10**8):08d}",))
    if wrong == "village":
        return replace(person, village="别处", group="")
    if wrong == "others":
        return replace(person, others=())
    return replace(person, code_given=make_code(rng.randrange(10**6)))


def strangers(people: Sequence[Registration], rng: Random) -> list[Registration]:
    """Some who come and go again: like others, with ids of their own."""
    return [
        replace(one, id=f"gone-{number}", number=100_000 + number, invite_code=make_code(10**6 + number))
        for number, one in enumerate(rng.sample(list(people), len(people) // 8))
    ]


def sides(people: Sequence[Registration]) -> tuple[int, int]:
    """How many workers and families."""
    workers = sum(one.side is Side.WORKER for one in people)
    return workers, len(people) - workers
