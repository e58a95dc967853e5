"""Pages that only listen: `_fanout_clients.py PORT COUNT OFFER`, driven over its pipe.

They check nothing and count bytes: what is measured is the server.
"""

import json
import os
import resource
import selectors
import socket
import struct
import sys
import time

HEAD = (
    b"GET / HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
OFFER = b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
AT_ONCE = 1000
"""Connections that are being made at the same time."""


class Crowd:
    """Open connections and what they have received."""

    def __init__(self, port: int, count: int, offer: bool) -> None:
        self.port, self.count = port, count
        self.head = HEAD + (OFFER if offer else b"") + b"\r\n"
        self.selector = selectors.DefaultSelector()
        self.waiting: dict[int, int] = {}
        self.sockets: list[socket.socket] = []
        self.total, self.last, self.refused = 0, 0, 0

    def open(self, least: int) -> int:
        """Connect everybody; returns when each has its upgrade and `least` bytes; the nanoseconds it took."""
        start = time.perf_counter_ns()
        self.sockets, self.waiting, made = [], {}, 0
        while made < self.count or self.waiting:
            while made < self.count and len(self.waiting) < AT_ONCE:
                made += self._connect(least)
            self._turn(0.05)
        return time.perf_counter_ns() - start

    def cut(self) -> None:
        """Reset every connection."""
        for opened in self.sockets:
            self.selector.unregister(opened)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            opened.close()

    def _connect(self, least: int) -> int:
        made = socket.socket()
        made.connect(("127.0.0.1", self.port))
        made.setblocking(False)
        made.send(self.head)
        self.selector.register(made, selectors.EVENT_READ)
        self.sockets.append(made)
        self.waiting[made.fileno()] = least
        return 1

    def _turn(self, seconds: float) -> bool:
        events = self.selector.select(seconds)
        pipe = False
        for key, _ in events:
            if key.fileobj is sys.stdin:
                pipe = True
                continue
            data = key.fileobj.recv(65536)
            self.total += len(data)
            if not data:
                self.refused += 1
                self.selector.unregister(key.fileobj)
                self.waiting.pop(key.fd, None)
            elif key.fd in self.waiting:
                self.waiting[key.fd] -= len(data)
                if self.waiting[key.fd] <= 0:
                    del self.waiting[key.fd]
        if events and not pipe:
            self.last = time.perf_counter_ns()
        return pipe

    def serve(self) -> None:
        """Read what comes and do what the pipe says."""
        os.set_blocking(0, False)
        self.selector.register(sys.stdin, selectors.EVENT_READ)
        while True:
            if not self._turn(1.0):
                continue
            line = sys.stdin.readline().strip()
            if not line:
                return
            if line == "total":
                say({"total": self.total, "last": self.last, "refused": self.refused})
            elif line.startswith("storm"):
                self.cut()
                say({"ns": self.open(int(line.split()[1])), "refused": self.refused})


def say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    crowd = Crowd(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "offer")
    say({"ns": crowd.open(1)})
    crowd.serve()
