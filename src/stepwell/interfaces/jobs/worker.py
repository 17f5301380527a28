"""The worker: recurring jobs, effects that are due, and queued tasks, until it is told to stop.

Any number of workers may run. Killing one loses nothing: what it had claimed is taken
by another when the lease runs out, and everything it does bears being done twice.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from types import FrameType
from typing import Any

from django.db import close_old_connections, connections
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from stepwell.actions.timetabling import jobs as timetables
from stepwell.interfaces.jobs import delivering
from stepwell.interfaces.jobs.recurring import Ticker
from stepwell.kernel import clock
from stepwell.kernel.identifiers import new_id
from stepwell.records.effects import queries

EVERY = 1.0
TASK_LEASE = timedelta(minutes=15)
"""A queued task that runs longer than this is taken for dead and given to the next worker."""


class Worker:
    """One process's loop."""

    def __init__(
        self,
        *,
        send: delivering.Send = delivering.send_by_mail,
        lease: timedelta = queries.LEASE,
        every: float = EVERY,
    ) -> None:
        self._send = send
        self._lease = lease
        self._every = every
        self._stop = threading.Event()
        self._ticker = Ticker()
        self._tasks: TaskWorker | None = None
        self._tasks_thread: threading.Thread | None = None
        self.name = f"{os.getpid()}-{new_id().hex[-8:]}"

    def goes_on(self) -> bool:
        """Nobody has asked it to stop."""
        return not self._stop.is_set()

    def stop(self, *_: Any) -> None:
        """End after what is being done now; a timetable being solved ends with the best plan so far."""
        self._stop.set()
        timetables.LEAVING.set()
        if self._tasks is not None:
            self._tasks.running = False

    def listen(self) -> None:
        """Stop cleanly on SIGTERM and SIGINT; a second one ends the process at once."""

        def handle(signum: int, frame: FrameType | None) -> None:
            if self._stop.is_set():
                raise SystemExit(1)
            self.stop()

        signal.signal(signal.SIGTERM, handle)
        signal.signal(signal.SIGINT, handle)

    def run(self) -> None:
        """Go round until told to stop. Queued tasks run beside the rounds, since one can take minutes."""
        while self.goes_on():
            self._round(self._begin_tasks)
            self._stop.wait(self._every)
        if self._tasks_thread is not None:
            self._tasks_thread.join()

    def once(self) -> None:
        """One round: what recurs, what is due, what is queued."""
        self._round(self._run_tasks)

    def _round(self, do_tasks: Callable[[], object]) -> None:
        close_old_connections()
        steps: list[Callable[[], object]] = [
            lambda: self._ticker.tick(goes_on=self.goes_on),
            lambda: delivering.deliver_due(send=self._send, lease=self._lease, goes_on=self.goes_on),
            do_tasks,
        ]
        for step in steps:
            if self.goes_on():
                step()

    def _begin_tasks(self) -> None:
        if self._tasks_thread is not None and self._tasks_thread.is_alive():
            return
        free_dead_tasks()
        if DBTaskResult.objects.ready().exists():
            self._tasks_thread = threading.Thread(target=self._run_tasks_apart, name="tasks")
            self._tasks_thread.start()

    def _run_tasks_apart(self) -> None:
        try:
            self._run_tasks()
        finally:
            connections.close_all()  # this thread's own

    def _run_tasks(self) -> None:
        free_dead_tasks()
        if not DBTaskResult.objects.ready().exists():
            return
        self._tasks = TaskWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=20,
            worker_id=self.name,
        )
        self._tasks.run()
        self._tasks = None


def free_dead_tasks() -> int:
    """Queue again what a worker that died had begun; how many."""
    dead = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=clock.now() - TASK_LEASE
    )
    return dead.update(status=TaskResultStatus.READY) if dead.exists() else 0
