"""Asks one server for one page, many at once, and says on stdout how long each answer took.

A process of its own, so that its work is not the server's; and the standard library's
client on kept connections, because what the client costs would flatter a slow page.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from itertools import count
from typing import Any

WARM_UP = 0.2
NO_ANSWER = 0
"""Counted among the statuses, so that a page that gives none has failed."""


@dataclass
class Load:
    """One measurement: which requests, how many at once, for how long, and how many at most."""

    port: int
    requests: list[dict[str, Any]]
    at_once: int
    seconds: float
    most: int
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    span: float = 0.0
    warm: int = 0
    """How many were asked before the measurement began."""

    def run(self) -> None:
        self._all(until=time.perf_counter() + min(WARM_UP, self.seconds))
        self.warm = len(self.latencies)
        self.latencies.clear()
        self.statuses.clear()
        began = time.perf_counter()
        self._all(until=began + self.seconds)
        self.span = time.perf_counter() - began

    def _all(self, *, until: float) -> None:
        turns = count()
        threads = [
            threading.Thread(target=self._one_after_another, args=(turns, until)) for _ in range(self.at_once)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _one_after_another(self, turns: count[int], until: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while time.perf_counter() < until and (turn := next(turns)) < self.most:
            request = self.requests[turn % len(self.requests)]
            body, headers = _written(request)
            began = time.perf_counter()
            try:
                connection.request(request["method"], request["path"], body, headers)
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                connection.close()
                status = NO_ANSWER
            self.latencies.append(time.perf_counter() - began)
            self.statuses[status] = self.statuses.get(status, 0) + 1
        connection.close()


def _written(request: dict[str, Any]) -> tuple[bytes | None, dict[str, str]]:
    """Body and headers as a browser sends them; every writing with a new key."""
    headers = {"Cookie": f"s={request['cookie']}"} if request.get("cookie") else {}
    if request["method"] == "GET":
        return None, headers
    fields = request["fields"]
    key = str(uuid.uuid4())
    headers["Cookie"] += f"; c={fields['csrfmiddlewaretoken']}"
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    headers |= request.get("headers", {})
    return urllib.parse.urlencode({**fields, "key": key}).encode(), headers


def main() -> None:
    load = Load(**json.load(sys.stdin))
    load.run()
    json.dump(
        {"latencies": load.latencies, "statuses": load.statuses, "span": load.span, "warm": load.warm},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
