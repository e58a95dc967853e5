"""Commands that need neither server nor database: `plan` and `check`; `link` stands in linking.py."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from reunion.cli.bars import bar
from reunion.cli.files import INPUT, OUTPUT, must_be_apart, must_be_writable, put
from reunion.cli.speaking import Misuse, Refusal, say
from reunion.domain.planning import (
    Checked,
    Instance,
    Plan,
    Unreadable,
    changes,
    check,
    instance_from,
    objective_to,
    plan_from,
    plan_to,
)

T = TypeVar("T")
SHOWN: Final = 20
"""Violations printed; the count says how many there are."""


@click.command("plan")
@click.argument("instance", type=INPUT)
@click.option("--out", type=OUTPUT, required=True, help="Where the plan goes, as JSON.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0.1, max=3600),
    help="Seconds; chooses the number of steps once, the plan depends only on that number. "
    "Without it: 2 up to 1,000 pairs, 10 up to 5,000, 60 up to 20,000, 120 beyond.",
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--previous", type=INPUT, help="The plan that people know: it is mended instead of made anew.")
@click.option(
    "--moves",
    type=click.Choice(["none", "needed", "free"]),
    help="What may become of those who have a place in it: nobody is moved, only whom it takes (usual), or anybody.",
)
@click.option(
    "--most", type=click.IntRange(min=0), help="With --moves needed: move at most so many who could stay."
)
def plan_command(
    instance: Path,
    out: Path,
    time_limit: float | None,
    seed: int,
    previous: Path | None,
    moves: str | None,
    most: int | None,
) -> None:
    """Plan one INSTANCE (reunion-rundown/1) without a server or database."""
    from reunion.planner import Moves, budget, plan, usual_limit

    may = Moves(moves or Moves.NEEDED)
    if previous is None and (moves is not None or most is not None):
        raise Misuse(say("--moves and --most say what may become of a plan: give it with --previous."))
    if most is not None and may is not Moves.NEEDED:
        raise Misuse(say("--most goes with --moves needed."))
    must_be_apart([instance, *filter(None, (previous,))], out)
    must_be_writable(out)
    asked = _instance(instance)
    known = _plan(previous) if previous is not None else None
    steps = budget(asked, usual_limit(asked) if time_limit is None else time_limit)
    with bar(say("Planning"), steps) as tell:
        made = plan(asked, seed, steps, lambda done, _: tell(done), known, may, most)
        tell(steps)
    put(out, (json.dumps(plan_to(made), ensure_ascii=False, indent=1) + "\n").encode())
    if known is not None:
        _say_changes(asked, known, made)
    _say_plan(asked, made)


def _say_changes(asked: Instance, known: Plan, made: Plan) -> None:
    found = changes(asked, known, made)
    rows = ("same", "shifted", "moved", "lost", "gained")
    click.echo(
        say(
            "Of those who had a place %(same)d keep it, %(shifted)d shift within what they were told, "
            "%(moved)d must be told another one, %(lost)d lose it; %(gained)d are new."
        )
        % {row: len(getattr(found, row)) for row in rows}
    )


def _say_plan(asked: Instance, made: Plan) -> None:
    """What was placed; raises Refusal where rules cannot be kept."""
    found, goal = check(asked, made), made.objective
    told = {
        "placed": goal.placed,
        "of": len(asked.pairs),
        "weight": goal.placed_weight,
        "whole": goal.of_weight,
        "missed": goal.wishes,
    }
    click.echo(
        say("%(placed)d of %(of)d pairs placed (weight %(weight)d of %(whole)d), wishes missed %(missed)d.")
        % told
    )
    if found.violations:
        first = found.violations[0]
        about = {
            "count": len(found.violations),
            "rule": first.rule,
            "pair": first.pair,
            "says": first.says,
        }
        raise Refusal(
            say(
                "%(count)d rules cannot be kept, e.g. %(rule)s for %(pair)s: %(says)s. "
                "Look at the locks of the instance; the plan was written all the same."
            )
            % about
        )


@click.command("check")
@click.argument("instance", type=INPUT)
@click.argument("plan", type=INPUT)
def check_command(instance: Path, plan: Path) -> None:
    """Check a PLAN against its INSTANCE; prints violations and tiers as JSON, exit 1 on a hard violation."""
    found = check(_instance(instance), _plan(plan))
    click.echo(json.dumps(_checked(found), ensure_ascii=False))
    if found.violations:
        raise SystemExit(1)


def _checked(found: Checked) -> dict[str, Any]:
    shown = [{"pair": v.pair, "rule": v.rule, "says": v.says} for v in found.violations[:SHOWN]]
    return {"violations": shown, "count": len(found.violations), **objective_to(found.objective)}


def _instance(path: Path) -> Instance:
    data = _json(path)
    if _is_plan(data):
        raise Misuse(say("%(file)s: this is a plan, not an instance.") % {"file": path.name})
    return _parsed(path, data, instance_from)


def _plan(path: Path) -> Plan:
    data = _json(path)
    if _is_instance(data):
        raise Misuse(say("%(file)s: this is an instance, not a plan.") % {"file": path.name})
    if not _is_plan(data):
        raise Refusal(
            say('%(file)s: this is not a plan, which has "assign" and "unscheduled".') % {"file": path.name}
        )
    return _parsed(path, data, plan_from)


def _is_instance(data: object) -> bool:
    return isinstance(data, dict) and ("pairs" in data or "lanes" in data)


def _is_plan(data: object) -> bool:
    return isinstance(data, dict) and not _is_instance(data) and ("assign" in data or "unscheduled" in data)


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal(say("%(file)s is not UTF-8 text.") % {"file": path.name}) from None
    except json.JSONDecodeError as wrong:
        told = {"file": path.name, "line": wrong.lineno, "column": wrong.colno, "wrong": wrong.msg}
        sentence = say("%(file)s is not JSON: line %(line)d, column %(column)d: %(wrong)s.")
        raise Refusal(sentence % told) from None
    except RecursionError:
        raise Refusal(say("%(file)s is nested too deeply to be a plan.") % {"file": path.name}) from None


def _parsed(path: Path, data: object, parse: Callable[[object], T]) -> T:
    try:
        return parse(data)
    except Unreadable as wrong:
        raise Refusal(say("%(file)s: %(wrong)s.") % {"file": path.name, "wrong": wrong}) from None
