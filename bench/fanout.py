"""The fan-out against its peers, interleaved in one run: `python bench/fanout.py [--clients N] [--full]`.

Every way stands in a process of its own with its own clients; only one broadcasts at a time. Ratios mean more than
numbers: the machine is the same for all, and nobody knows what else it does.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from _fanout_show import EIGHT, SLOTS, evening, text_of
from _fanout_user import cost_per_client

from reunion.domain import commands
from reunion.domain.show import apply, decide
from reunion.domain.timing import project
from reunion.live import rows, wire

PACKED = 4096
WAYS = {
    "raw": 0,
    "hub": 0,
    "send_str loop": 0,
    "send_str gather": 0,
    "websockets": 0,
    "hub, unsliced": 0,
    "hub, deflate": PACKED,
    "send_str, deflate": PACKED,
}
"""Way -> size of the message; 0 is a real picture."""
ONTIME_CHANGE = 83 + 111_801
"""Bytes a client of a rename in Ontime with 255 rows (measured on its 4.11; see docs/decisions)."""


class Child:
    """A process that answers lines with JSON."""

    def __init__(self, module: str, *arguments: object) -> None:
        script = Path(__file__).with_name(f"{module}.py")
        command = [sys.executable, str(script), *map(str, arguments)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.first = self._read()

    def ask(self, line: str) -> dict[str, float]:
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._read()

    def end(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.kill()
        self._process.wait()

    def _read(self) -> dict[str, float]:
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a process of the benchmark ended early")
        return json.loads(line)


@dataclass
class Way:
    """One way with its clients, and what was measured."""

    name: str
    clients: int
    server: Child = field(init=False)
    crowd: Child = field(init=False)
    cpu: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    memory: float = 0.0

    def open(self) -> None:
        self.server = Child("_fanout_server", self.name, WAYS[self.name])
        empty = self.server.ask("memory")["kb"]
        offer = "offer" if "deflate" in self.name else "plain"
        self.crowd = Child("_fanout_clients", int(self.server.first["port"]), self.clients, offer)
        self._quiet()
        self.memory = (self.server.ask("memory")["kb"] - empty) / self.clients

    def broadcast(self) -> None:
        """One round: CPU a client in µs, and ms until the last client had it."""
        said = self.server.ask("broadcast")
        heard = self._quiet()
        self.cpu.append(said["cpu"] / self.clients / 1000)
        self.last.append((heard["last"] - said["began"]) / 1e6)

    def _quiet(self) -> dict[str, float]:
        """Wait until nothing more arrives."""
        before = self.crowd.ask("total")
        while True:
            time.sleep(0.05)
            now = self.crowd.ask("total")
            if now["total"] == before["total"]:
                return now
            before = now

    def close(self) -> None:
        self.crowd.end()
        self.server.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--full", action="store_true", help="10,000 clients a way")
    given = parser.parse_args()
    clients = 10_000 if given.full else given.clients
    user_space(clients, given.rounds)
    ways = [Way(name, clients) for name in WAYS]
    try:
        for way in ways:
            way.open()
        for _ in range(given.rounds):
            for way in ways:
                way.broadcast()
        report(ways)
        stalls(ways)
    finally:
        for way in ways:
            way.close()
    sizes()


def user_space(clients: int, rounds: int) -> None:
    cost = asyncio.run(cost_per_client(clients, rounds, text_of(0)))
    print(f"\nOur own code, ns a client ({clients} transports that do nothing)")
    for name, value in cost.items():
        print(f"  {name:18} {value:8.0f}")
    say("hub / send_str loop", cost["hub"] / cost["send_str loop"], 1 / 8)
    say("hub / send_str gather", cost["hub"] / cost["send_str gather"], 1 / 50)


def report(ways: list[Way]) -> None:
    cpu = {way.name: median(way.cpu) for way in ways}
    print(f"\nOne broadcast to {ways[0].clients} loopback clients, the kernel's share included")
    print("                      µs CPU a client   ms to the last   KB a connection")
    for way in ways:
        print(f"  {way.name:18} {cpu[way.name]:16.1f} {median(way.last):16.1f} {way.memory:17.1f}")
    say("hub / raw asyncio", cpu["hub"] / cpu["raw"], 1.2)
    say("hub / send_str loop", cpu["hub"] / cpu["send_str loop"], 0.9)
    say("hub / websockets", cpu["hub"] / cpu["websockets"], 0.7)
    say("hub deflate 4 KB / plain", cpu["hub, deflate"] / cpu["hub"], 1.15)
    say("hub deflate / aiohttp's deflate", cpu["hub, deflate"] / cpu["send_str, deflate"], 1 / 3)
    by_name = {way.name: way for way in ways}
    say("KB a screen", by_name["hub"].memory, 16)


def stalls(ways: list[Way]) -> None:
    by_name = {way.name: way for way in ways}
    hub, unsliced = by_name["hub"], by_name["hub, unsliced"]
    waits = {way.name: median(way.server.ask("wait")["wait"] for _ in range(15)) for way in (hub, unsliced)}
    print("\nLongest wait of somebody else's turn during a broadcast, ms")
    for name, value in waits.items():
        print(f"  {name:18} {value:8.1f}")
    say("sliced, ms", waits["hub"], 25)
    say("sliced / unsliced", waits["hub"] / waits["hub, unsliced"], 1 / 6)
    say("collection, ms", hub.server.ask("collect")["pause"], 5)
    storm = hub.crowd.ask(f"storm {len(text_of(0))}")
    took = f"{storm['ns'] / 1e9:.2f} s, {storm['refused']:.0f} refused"
    print(f"\nAll {hub.clients} cut and back with the newest picture: {took}")


def sizes() -> None:
    show, cast = evening()
    entry = decide(show, commands.Start(), EIGHT)
    started = apply(show, entry)
    stored = rows.Stored(show, started, entry, "王主持")
    picture, tick = len(text_of(0)), len(wire.tick(EIGHT, 42))
    change = len(rows.change(stored, project(started, EIGHT), cast, EIGHT))
    hello = len(rows.hello(show, project(show, EIGHT), cast, EIGHT))
    print(
        f"\nBytes with {SLOTS} slots: picture {picture}, desk change {change}, desk hello {hello}, tick {tick}"
    )
    say("a change, Ontime's / ours", ONTIME_CHANGE / picture, 50, least=True)
    print(f"  an idle minute of a screen: {3 * tick} bytes")


def say(what: str, ratio: float, bar: float, *, least: bool = False) -> None:
    held = ratio >= bar if least else ratio <= bar
    print(
        f"  {what:34} {ratio:8.3f}   bar {'≥' if least else '≤'} {bar:.3f}   {'held' if held else 'MISSED'}"
    )


if __name__ == "__main__":
    main()
