"""What the benchmarks share: a server in its own process, people in its database, percentiles and a table."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reunion.config import Settings

ROOT = Path(__file__).resolve().parent.parent
OPEN_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int
    opened_s: float
    """From the start of the process to the line that says that the port is open."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(folder: Path, *command: str, environment: dict[str, str] | None = None) -> Iterator[Server]:
    """`reunion serve` (or another command that prints "Listening on") on a free port, stopped afterwards."""
    arguments = [
        sys.executable,
        *(command or ("-m", "reunion", "serve")),
        "--port",
        "0",
        "--data",
        str(folder),
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "REUNION_LOG_LEVEL": "warning", **(environment or {})},
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Listening on"):
                opened = time.perf_counter() - begun
                yield Server(int(line.rsplit(":", 1)[1]), process.pid, opened)
                break
        else:
            raise SystemExit("the server did not start: look at its messages above")
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for a database, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="reunion-bench-") as made:
        yield Path(made)


def settings(data: Path) -> Settings:
    """Settings for work on the database before the server starts."""
    return Settings(data=data)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print it with aligned columns."""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    print(f"\n{title}")
    for row in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    sys.stdout.flush()


def cpu_s(pid: int) -> float:
    """Processor seconds a process has used (Linux; 0 elsewhere)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Line:
    """One keep-alive connection that sends whole requests and reads whole answers."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> "Line":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and head of the answer; its body is read and dropped."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        low = head.lower()
        at = low.find(b"content-length:")
        if at >= 0:
            length = int(low[at + 15 : low.index(b"\r\n", at)])
            if length:
                await self._reader.readexactly(length)
        return int(head[9:12]), head

    def close(self) -> None:
        self._writer.close()
