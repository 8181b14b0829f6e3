"""Watches the daemon while it is attacked: how fast it answers, and how much memory it has."""

import threading
import time

from wire import Closed, Connection, request

PERIOD = 0.05


def resident_kibibytes(pid):
    """The resident memory of a process; None when it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
    except (OSError, StopIteration):
        return None


class Watch(threading.Thread):
    """Asks /healthz every 50 ms, each time on a new connection, and notes how long it took."""

    def __init__(self, path, pid):
        super().__init__(daemon=True)
        self.path = path
        self.pid = pid
        self.latencies = []
        self.failures = []
        self.peak = 0
        self.label = "the start"
        self.slowest = (0.0, "")
        self.is_over = threading.Event()
        self.is_excused = False

    def run(self):
        """Asks until it is told to stop."""
        while not self.is_over.is_set():
            began = time.monotonic()
            if not self.is_excused:
                self._ask(began)
            self.peak = max(self.peak, self.pid and resident_kibibytes(self.pid) or 0)
            self.is_over.wait(max(0.0, PERIOD - (time.monotonic() - began)))

    def stop(self):
        """Ends it."""
        self.is_over.set()
        self.join()

    def percentile(self, share):
        """The latency that this share of answers did not exceed."""
        ordered = sorted(self.latencies) or [0.0]
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def _ask(self, began):
        try:
            with Connection(self.path, timeout=10) as connection:
                connection.send(request("GET", "/healthz"))
                answer = connection.answer()
            if answer.status != 200:
                self.failures.append(f"{answer.status} during {self.label}")
        except (OSError, Closed) as error:
            self.failures.append(f"{type(error).__name__} {error} during {self.label}")
        took = time.monotonic() - began
        self.latencies.append(took)
        self.slowest = max(self.slowest, (took, self.label))
