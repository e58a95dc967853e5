"""What a desk's socket and a button's request have in common: who may ask, and the answer."""

from reunion.actions.following import Following
from reunion.actions.running import Stage
from reunion.actions.suggesting import Suggesting
from reunion.domain.access import CONTROLS, DESK_COMMANDS, HOSTS, PLANNERS, Identity, Role
from reunion.domain.refusal import Refused
from reunion.live import ways, wire
from reunion.web.keys import Names


def may_ask(role: Role, asked: wire.Asked) -> bool:
    """Whether the table of roles lets this through."""
    match asked.command:
        case wire.Suggest() | wire.Veto():
            return role in CONTROLS
        case wire.Auto(seconds) if seconds is not None:
            return role in PLANNERS
        case wire.Edit() | wire.Auto():
            return role in HOSTS
        case command:
            return role in DESK_COMMANDS[type(command)]


async def answer_to(
    asked: wire.Asked, stage: Stage, who: Identity, suggesting: Suggesting, following: Following | None
) -> bytes:
    """What is answered once it is done; raises Refused. `following` is None where nothing takes itself."""
    match asked.command:
        case wire.Suggest():
            return ways.suggestions(asked.id, *await suggesting.suggest(stage))
        case wire.Auto(seconds):
            if following is None:
                raise Refused("not-allowed")
            following.switch(stage, seconds, who.id)
            return wire.switched(asked.id, seconds)
        case wire.Veto():
            if following is not None:
                following.interrupt(stage.id, refuse=True)
            return wire.vetoed(asked.id)
        case wire.Edit():
            raise Refused("not-allowed")
        case command:
            if following is not None:
                following.interrupt(stage.id)
            revision = await stage.perform(command, asked.id, who.id, asked.run, asked.until)
            return wire.done(asked.id, revision)


def named(refusal: Refused, request_id: str, names: Names) -> tuple[str, Refused]:
    """The id that the refusal answers, and the refusal with a name for the id of whoever was first."""
    if isinstance(refusal, wire.Malformed):
        return refusal.id, refusal
    first = names.of(refusal.by) or refusal.by
    return request_id, Refused(refusal.code, by=first, revision=refusal.revision)
