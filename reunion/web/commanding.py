"""What a desk's socket and a button's request have in common: who may ask, and the answer."""

from reunion.actions.running import Stage
from reunion.actions.suggesting import Suggesting
from reunion.domain.access import CONTROLS, DESK_COMMANDS, HOSTS, Identity, Role
from reunion.domain.refusal import Refused
from reunion.live import wire
from reunion.web.keys import Names


def may_ask(role: Role, asked: wire.Asked) -> bool:
    """Whether the table of roles lets this through."""
    if isinstance(asked.command, wire.Suggest):
        return role in CONTROLS
    if isinstance(asked.command, wire.Edit):
        return role in HOSTS
    return role in DESK_COMMANDS[type(asked.command)]


async def answer_to(asked: wire.Asked, stage: Stage, who: Identity, suggesting: Suggesting) -> bytes:
    """`suggestions`, or `done` once the command is stored; raises Refused."""
    if isinstance(asked.command, wire.Suggest):
        return wire.suggestions(asked.id, *await suggesting.suggest(stage))
    if isinstance(asked.command, wire.Edit):
        raise Refused("not-allowed")
    return wire.done(asked.id, await stage.perform(asked.command, asked.id, who.id))


def named(refusal: Refused, request_id: str, names: Names) -> tuple[str, Refused]:
    """The id that the refusal answers, and the refusal with a name for the id of whoever was first."""
    if isinstance(refusal, wire.Malformed):
        return refusal.id, refusal
    first = names.of(refusal.by) or refusal.by
    return request_id, Refused(refusal.code, by=first, revision=refusal.revision)
