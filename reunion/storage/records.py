"""Domain values as plain JSON values, and back; one place for every column that holds JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from reunion.domain.cards import Card, CardSide, Offer
from reunion.domain.consent import Channel, Consent, Given, Purpose
from reunion.domain.instants import Instant
from reunion.domain.people import Named, Window
from reunion.domain.places import Home, Township
from reunion.domain.plans import Clue, Held, Hold, PlanVersion, Segment, Slot, Unplaced
from reunion.domain.priorities import Priorities


def consents_out(consent: Consent) -> dict[str, Any]:
    """Purpose -> [version, channel, instant]."""
    return {
        purpose.value: [given.version, given.channel.value, given.at]
        for purpose, given in consent.given.items()
    }


def consents_in(record: Mapping[str, Any]) -> Consent:
    """The consent that `consents_out` gave."""
    return Consent(
        MappingProxyType(
            {
                Purpose(purpose): Given(version, Channel(channel), Instant(at))
                for purpose, (version, channel, at) in record.items()
            }
        )
    )


def named_out(others: tuple[Named, ...]) -> list[list[Any]]:
    """[name, phones, relation] each."""
    return [[named.name, list(named.phones), named.relation] for named in others]


def named_in(record: list[list[Any]]) -> tuple[Named, ...]:
    """The people that `named_out` gave."""
    return tuple(Named(name, tuple(phones), relation) for name, phones, relation in record)


def windows_out(windows: tuple[Window, ...]) -> list[list[int]]:
    """[start, end] each."""
    return [[window.start, window.end] for window in windows]


def windows_in(record: list[list[int]]) -> tuple[Window, ...]:
    """The windows that `windows_out` gave."""
    return tuple(Window(Instant(start), Instant(end)) for start, end in record)


def home_out(home: Home) -> dict[str, Any]:
    """The home county."""
    return asdict(home)


def home_in(record: Mapping[str, Any]) -> Home:
    """The home county that `home_out` gave."""
    townships = tuple(
        Township(town["code"], town["name"], tuple(town["villages"]), tuple(town["aliases"]))
        for town in record["townships"]
    )
    return Home(record["code"], record["name"], tuple(record["parents"]), townships)


def card_out(card: Card) -> dict[str, Any]:
    """A cue card."""
    return asdict(card)


def card_in(record: Mapping[str, Any]) -> Card:
    """The cue card that `card_out` gave."""
    worker, family = record.get("worker"), record.get("family")
    said, offer = record.get("said"), record.get("offer")
    return Card(
        record.get("title", ""),
        _side_in(worker),
        _side_in(family),
        tuple(record.get("people", ())),
        record.get("shortest_s"),
        record.get("optional", False),
        (_side_in(said[0]), _side_in(said[1])) if said else None,
        Offer(_side_in(offer["worker"]), _side_in(offer["family"]), offer["by"]) if offer else None,
        record.get("version", 0),
    )


def _side_in(side: Mapping[str, Any] | None) -> CardSide | None:
    return CardSide(**side) if side else None


def clues_out(clues: tuple[Clue, ...], rule: str) -> dict[str, Any]:
    """The evidence of a match."""
    return {"clues": [[clue.field, clue.level, clue.bits] for clue in clues], "rule": rule}


def clues_in(record: Mapping[str, Any]) -> tuple[tuple[Clue, ...], str]:
    """The evidence that `clues_out` gave."""
    return tuple(Clue(*clue) for clue in record["clues"]), record["rule"]


def priorities_out(priorities: Priorities) -> dict[str, int]:
    """What a gathering plans by, without what is as usual."""
    usual = asdict(Priorities())
    return {name: number for name, number in asdict(priorities).items() if number != usual[name]}


def priorities_in(record: Mapping[str, int]) -> Priorities:
    """What `priorities_out` gave."""
    return Priorities(**record)


def segments_out(segments: tuple[Segment, ...]) -> list[dict[str, Any]]:
    """The segments of a show."""
    return [asdict(segment) for segment in segments]


def segments_in(record: list[dict[str, Any]]) -> tuple[Segment, ...]:
    """The segments that `segments_out` gave."""
    return tuple(Segment(**segment) for segment in record)


def plan_out(plan: PlanVersion) -> dict[str, Any]:
    """What a plan says of slots and unplaced pairs.

    A reason is written once for all who share it: of fifty thousand unplaced pairs ten megabytes would be read by
    one call that nothing else runs beside, and written anew with each change by hand.
    """
    whys: dict[tuple[str, tuple[tuple[str, str | int], ...]], int] = {}
    because = [whys.setdefault((row.reason, tuple(row.params.items())), len(whys)) for row in plan.unplaced]
    return {
        "slots": [asdict(slot) for slot in plan.slots],
        "unplaced": [row.pair for row in plan.unplaced],
        "because": because,
        "whys": [[reason, dict(params)] for reason, params in whys],
        "holds": [[hold.pair, hold.kind.value, hold.show] for hold in plan.holds],
        "made": plan.made,
    }


def plan_in(body: Mapping[str, Any], version: int, at: int, by: str, published: bool) -> PlanVersion:
    """The plan that `plan_out` gave."""
    return PlanVersion(
        version,
        Instant(at),
        by,
        tuple(Slot(**slot) for slot in body["slots"]),
        _unplaced_in(body),
        published,
        tuple(Hold(pair, Held(kind), show) for pair, kind, show in body.get("holds", ())),
        body.get("made", ""),
    )


def _unplaced_in(body: Mapping[str, Any]) -> tuple[Unplaced, ...]:
    if "whys" not in body:
        # as it was written before reasons were shared
        return tuple(Unplaced(*row) for row in body["unplaced"])
    whys = body["whys"]
    return tuple(
        Unplaced(pair, *whys[at]) for pair, at in zip(body["unplaced"], body["because"], strict=True)
    )
