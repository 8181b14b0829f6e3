"""The list of cases."""

from dataclasses import dataclass
from typing import Callable

CASES = []


@dataclass(frozen=True)
class Case:
    """One case: its name, what it does with a daemon, and what it needs."""

    name: str
    body: Callable
    is_patient: bool
    needs_root: bool
    needs_process: bool
    stops_answers: bool


def case(patient=False, root=False, process=False, stops_answers=False):
    """Registers a function as a case.

    patient: it mostly waits for deadlines, and runs beside others of its kind.
    root: it becomes other users.  process: it has to know the daemon's process.
    stops_answers: it takes what no daemon can answer without, so that latency is not measured meanwhile.
    """

    def register(body):
        CASES.append(Case(body.__name__, body, patient, root, process, stops_answers))
        return body

    return register
