"""What a new plan changes for people who know the old one."""

from dataclasses import dataclass

from reunion.domain.planning.instance import Instance, Plan


@dataclass(frozen=True, slots=True)
class Changes:
    """Pairs by what becomes of them, each in the order of the instance."""

    same: tuple[str, ...] = ()
    shifted: tuple[str, ...] = ()
    """Another second on the same stage, within what they were promised: nobody has to be told."""
    moved: tuple[str, ...] = ()
    """Another stage, or later or earlier than was promised."""
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """Who would have to be told that a promise does not hold."""
        return (*self.moved, *self.lost)


def changes(instance: Instance, before: Plan, after: Plan) -> Changes:
    """Compare two plans; who has no promise of their own was promised the start in `before`."""
    rules, found = instance.rules, Changes()
    rows: dict[str, list[str]] = {name: [] for name in found.__slots__}
    for pair in instance.pairs:
        old, new = before.assign.get(pair.id), after.assign.get(pair.id)
        if old is None or new is None:
            if old != new:
                rows["gained" if old is None else "lost"].append(pair.id)
        elif old == new:
            rows["same"].append(pair.id)
        else:
            promise = old.start if pair.promise is None else pair.promise
            kept = old.lane == new.lane and promise - rules.early_s <= new.start <= promise + rules.late_s
            rows["shifted" if kept else "moved"].append(pair.id)
    return Changes(**{name: tuple(row) for name, row in rows.items()})
