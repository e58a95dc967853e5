"""How long it takes: the server to its open port, the demo to a prepared gathering.

Run: python bench/start.py
"""

import sys

from _serving import folder, serving, table

ROUNDS = 3
WORKERS = (30, 255, 1000)


def main() -> None:
    """Fresh processes and databases, one table."""
    rows = []
    for number in range(1, ROUNDS + 1):
        with folder() as data:
            with serving(data) as server:
                rows.append((f"serve, new database, round {number}", f"{server.opened_s:.2f}"))
            with serving(data) as server:
                rows.append((f"serve, same database, round {number}", f"{server.opened_s:.2f}"))
    for workers in WORKERS:
        demo = ("-m", "reunion", "demo", "--workers", str(workers))
        with folder() as data:
            with serving(data, *demo) as server:
                rows.append((f"demo, {workers} workers, prepared and open", f"{server.opened_s:.2f}"))
            with serving(data, *demo) as server:
                rows.append((f"demo, {workers} workers, going on", f"{server.opened_s:.2f}"))
    table("From the start of the process to the open port", ("", "seconds"), rows)


if __name__ == "__main__":
    sys.exit(main())
