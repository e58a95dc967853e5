"""The embedded database: one writer thread that gathers changes into one durable commit, and readers.

Every change is a plain function over a connection, and may run twice. Waiting changes share a transaction; one that
fails is rolled back by itself and takes nothing of the others with it. A caller is answered after the commit
that holds its change is on disk (`synchronous=FULL`), never before.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from reunion.actions.ports import NotSaved

P = ParamSpec("P")
T = TypeVar("T")

GATHER_MOST: Final = 256
"""Changes in one commit: past this the wait of the first grows and the gain does not."""
READERS: Final = 4
WAITING_MOST: Final = 20_000
BEGINS: Final = "begins"
"""Names what a connection begins its transactions with; a writer takes the lock at once."""

Hook = Callable[[str], None]
"""Called at the named points of a commit; the crash tests end the process there."""


class Busy(NotSaved):
    """More changes wait than the writer can take; try again in a moment."""


class _Undone(Exception):
    """SQLite ended the transaction by itself: every change in it has to run again, each in its own."""


@dataclass(slots=True)
class _Job:
    change: Callable[[Connection], Any]
    answer: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    failure: BaseException | None = None


class Database:
    """One SQLite file. `read` and `write` run a function with a connection and await its result."""

    def __init__(self, path: Path, *, hook: Hook | None = None, gather: int = GATHER_MOST) -> None:
        self.path = path
        self.engine = sqlite_engine(path)
        self._hook: Hook = hook or (lambda _: None)
        self._gather = gather
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._local = threading.local()
        self._open: list[Connection] = []
        # Opened here, so that a file that cannot be opened is the caller's error and not a dead thread.
        self._writing = self.engine.connect()
        # One statement is its own snapshot; it needs no transaction around it.
        self._glancing = self.engine.connect()
        self._glancing.info[BEGINS] = ""
        self._writer = threading.Thread(target=self._write_on, name="writer", daemon=True)
        self._writer.start()

    async def read(
        self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `ask` finds in one snapshot."""

        def in_thread() -> T:
            with self._reader().begin() as transaction:
                return ask(transaction.connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, in_thread)

    async def glance(
        self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What one look-up of a few rows by key finds, here and now.

        It takes tens of microseconds, and readers never wait for the writer; handing it to another thread and back
        costs several times that.
        """
        return ask(self._glancing, *args, **kwargs)

    async def write(
        self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `change` returns, after it is durable.

        Raises what it raised, Busy, or NotSaved when the disk is full or the file is locked.
        """
        if self._jobs.qsize() > WAITING_MOST:
            raise Busy
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(lambda connection: change(connection, *args, **kwargs), answer, loop))
        try:
            return await answer
        except OperationalError as failure:
            raise NotSaved from failure

    async def close(self) -> None:
        """Finish what waits, then close; nothing may be written afterwards."""
        self._jobs.put(None)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._writer.join)
        await loop.run_in_executor(None, self._readers.shutdown)
        for connection in (*self._open, self._glancing, self._writing):
            connection.close()
        self.engine.dispose()

    def _reader(self) -> Connection:
        found: Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = self.engine.connect()
            found.info[BEGINS] = "BEGIN"
            self._open.append(found)
        return found

    def _write_on(self) -> None:
        while (first := self._jobs.get()) is not None:
            jobs, last = [first], False
            while len(jobs) < self._gather and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    last = True
                    break
                jobs.append(job)
            self._commit(self._writing, jobs)
            if last:
                return

    def _commit(self, connection: Connection, jobs: list[_Job]) -> None:
        try:
            self._hook("before-begin")
            with connection.begin():
                self._hook("after-begin")
                raw = connection.connection.driver_connection
                _run(connection, raw, jobs)
                self._hook("before-commit")
            self._hook("after-commit")
        except _Undone as undone:
            if len(jobs) > 1:
                for job in jobs:
                    self._commit(connection, [job])
                return
            jobs[0].failure = undone.__cause__
        except BaseException as failure:  # noqa: BLE001 - whoever waits must hear of it
            for job in jobs:
                job.failure = failure
        self._hook("before-answer")
        _answer(jobs)
        self._hook("after-answer")


def sqlite_engine(path: Path) -> Engine:
    """An engine whose connections write durably and begin at once."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"check_same_thread": False, "timeout": 5.0},
        # An error names the statement, never the people in it.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _record: object) -> None:
        # The driver must not begin transactions by itself: the writer does.
        raw.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=5000",
            "cache_size=-16000",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        begins = connection.info.get(BEGINS, "BEGIN IMMEDIATE")
        if begins:
            connection.exec_driver_sql(begins)

    return engine


def _run(connection: Connection, raw: Any, jobs: list[_Job]) -> None:
    """All behind one savepoint; when one fails, once more and each behind its own."""
    if len(jobs) > 1:
        raw.execute("SAVEPOINT jobs")
        try:
            for job in jobs:
                job.result = job.change(connection)
        except BaseException as failure:  # noqa: BLE001 - whose it is shows when each runs by itself
            _take_back(raw, "jobs", failure)
        else:
            raw.execute("RELEASE jobs")
            return
    for job in jobs:
        _run_alone(connection, raw, job)


def _run_alone(connection: Connection, raw: Any, job: _Job) -> None:
    raw.execute("SAVEPOINT job")
    try:
        job.result = job.change(connection)
    except BaseException as failure:  # noqa: BLE001 - it belongs to whoever asked
        job.failure = failure
        _take_back(raw, "job", failure)
    else:
        raw.execute("RELEASE job")


def _take_back(raw: Any, savepoint: str, failure: BaseException) -> None:
    """Undo what came after the savepoint; a full disk or a failing one has undone the whole transaction already."""
    if not raw.in_transaction:
        raise _Undone from failure
    raw.execute(f"ROLLBACK TO {savepoint}")
    raw.execute(f"RELEASE {savepoint}")


def _answer(jobs: list[_Job]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, mine in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_deliver, mine)


def _deliver(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.answer.cancelled():
            continue
        if job.failure is not None:
            job.answer.set_exception(job.failure)
        else:
            job.answer.set_result(job.result)
