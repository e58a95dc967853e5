"""The product on one instance, in a process of its own: `_planning_engine.py INSTANCE OUT LIMIT SEED`.

CPU holds everything a person waits for: reading, planning, reasons and writing. Answers with a line of JSON.
"""

import json
import sys
import time
from pathlib import Path

from _memory import peak_mb


def main() -> None:
    path, out, limit, seed = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    began, wall = time.process_time(), time.perf_counter()
    from reunion.domain.planning import instance_from, plan_to
    from reunion.planner import budget, plan

    instance = instance_from(json.loads(path.read_text(encoding="utf-8")))
    steps = budget(instance, limit)
    made = plan(instance, seed, steps)
    out.write_text(json.dumps(plan_to(made)), encoding="utf-8")
    spent = {"cpu": time.process_time() - began, "seconds": time.perf_counter() - wall}
    print(json.dumps({**spent, "memory": peak_mb(), "steps": steps}))


if __name__ == "__main__":
    main()
