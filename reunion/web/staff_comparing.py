"""Two registrations side by side, and the evidence for their link in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reunion.actions.ports.reviewing import Adds
from reunion.domain.differing import Marks, marked
from reunion.domain.kinship import turned
from reunion.domain.people import Named, Registration
from reunion.domain.phones import mask
from reunion.domain.plans import UNDECIDED, MatchRow
from reunion.web.forms import Say
from reunion.web.link_words import clue_words, instead, rule_words, sentence

FULL_BITS: Final = 18.0
"""A bar of full width: what the right invite code is worth."""
STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both sides as they say it; `agrees` is None where one of them says nothing."""

    label: str
    worker: str
    family: str
    agrees: bool | None

    @property
    def marks(self) -> tuple[Marks, Marks]:
        """Both in pieces, each with whether it differs; one piece where nothing does."""
        if self.agrees is False:
            return marked(self.worker, self.family)
        return ((self.worker, False),), ((self.family, False),)


@dataclass(frozen=True, slots=True)
class Bar:
    """One clue: what it is in words, its bits, and how many twentieths wide its bar is."""

    words: str
    bits: float
    width: int


def compared(
    worker: Registration, family: Registration, townships: Mapping[str, str], say: Say
) -> list[Line]:
    """Field by field, what the worker's and the family's registration say about each other."""
    mine, theirs = _nearest(worker.others, family.name), _nearest(family.others, worker.name)
    rows: list[tuple[str, str, str, bool | None]] = [
        (say("Worker"), worker.name, _names(family.others), _named(worker.name, family.others)),
        (say("Family member"), _names(worker.others), family.name, _named(family.name, worker.others)),
        (say("Relation"), _relation(mine), _turned(theirs), _same_relation(mine, theirs)),
        (
            say("Worker's telephone"),
            _masked(worker.phones),
            _masked(number for other in family.others for number in other.phones),
            _meet(worker.phones, [number for other in family.others for number in other.phones]),
        ),
        (
            say("Family's telephone"),
            _masked(number for other in worker.others for number in other.phones),
            _masked(family.phones),
            _meet(family.phones, [number for other in worker.others for number in other.phones]),
        ),
        _same(say("Township"), townships.get(worker.township, ""), townships.get(family.township, "")),
        _same(say("Village"), worker.village, family.village),
        _same(say("Group"), worker.group, family.group),
    ]
    if family.code_given:
        rows.append(
            (
                say("Invite code"),
                worker.invite_code,
                family.code_given,
                worker.invite_code == family.code_given,
            )
        )
    if worker.code_given:
        rows.append(
            (
                say("Invite code"),
                worker.code_given,
                family.invite_code,
                family.invite_code == worker.code_given,
            )
        )
    return [Line(*row) for row in rows if row[1] or row[2]]


def waterfall(row: MatchRow, say: Say) -> list[Bar]:
    """The clues in words, the strongest first."""
    return [
        Bar(
            clue_words(clue.field, clue.level, say),
            clue.bits,
            max(1, min(STEPS, round(abs(clue.bits) / FULL_BITS * STEPS))) if clue.bits else 0,
        )
        for clue in row.clues
    ]


def tile(
    row: MatchRow,
    worker: Registration,
    family: Registration,
    townships: Mapping[str, str],
    say: Say,
    adds: Adds = Adds.NOTHING,
) -> dict[str, Any]:
    """One link as the board and its JSON twin show it; telephones are masked."""
    return headline(row, worker, family, townships, say, adds) | {
        "bits": round(sum(clue.bits for clue in row.clues), 1),
        "lines": lines(compared(worker, family, townships, say)),
        "bars": [{"words": bar.words, "bits": bar.bits, "width": bar.width} for bar in waterfall(row, say)],
    }


def headline(
    row: MatchRow,
    worker: Registration,
    family: Registration,
    townships: Mapping[str, str],
    say: Say,
    adds: Adds = Adds.NOTHING,
) -> dict[str, Any]:
    """What a list says of one link: who, where, how sure, in one sentence."""
    return {
        "worker": row.worker,
        "family": row.family,
        "worker_name": worker.name,
        "family_name": family.name,
        "worker_number": worker.number,
        "family_number": family.number,
        "place": " ".join(filter(None, (townships.get(family.township, ""), family.village))),
        "score": row.score / 100,
        "instead": instead(row, say),
        "standing": row.standing,
        "decided": row.decided_at if row.standing not in UNDECIDED else None,
        "adds": say(ADDS[adds]) if adds else "",
        "sentence": sentence(row.clues, say),
        "rule": rule_words(row.rule, say),
    }


def lines(compared_lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The lines with their marks, for pages and for JSON."""
    # By hand: dataclasses.asdict takes half of the time of a screen.
    return [
        {"label": line.label, "agrees": line.agrees, "marks": [list(side) for side in line.marks]}
        for line in compared_lines
    ]


def _nearest(others: Sequence[Named], name: str) -> Named | None:
    return next((one for one in others if one.name == name), others[0] if others else None)


def _names(others: Iterable[Named]) -> str:
    return "、".join(other.name for other in others if other.name)


def _named(name: str, others: Iterable[Named]) -> bool | None:
    names = [other.name for other in others if other.name]
    if not names:
        return None
    return name in names


def _relation(named: Named | None) -> str:
    return named.relation if named else ""


def _turned(named: Named | None) -> str:
    """What the family member is to the worker, from what they say the worker is to them."""
    return (turned(named.relation) or named.relation) if named and named.relation else ""


def _same_relation(mine: Named | None, theirs: Named | None) -> bool | None:
    if not (mine and theirs and mine.relation and theirs.relation):
        return None
    return turned(mine.relation) == theirs.relation or mine.relation == turned(theirs.relation) or None


def _masked(numbers: Iterable[str]) -> str:
    return "、".join(mask(number) for number in dict.fromkeys(numbers))


def _meet(first: Sequence[str], second: Sequence[str]) -> bool | None:
    return bool(set(first) & set(second)) if first and second else None


def _same(label: str, first: str, second: str) -> tuple[str, str, str, bool | None]:
    return label, first, second, first == second if first and second else None


ADDS: Final[Mapping[Adds, str]] = {
    Adds.PAIR: "a new pair",
    Adds.FAMILY: "one more family for a pair",
    Adds.NOTHING: "",
}
