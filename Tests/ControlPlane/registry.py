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
    is_alone: bool
    stops_answers: bool


def case(patient=False, root=False, process=False, alone=False, stops_answers=False):
    """Registers a function as a case.

    patient: it mostly waits for deadlines, and runs beside others.
    alone: it counts what the daemon has, or takes all of it: no patient one is beside it.
    root: it becomes other users.  process: it has to know the daemon's process.
    stops_answers: it takes what no daemon can answer without, so that latency is not measured meanwhile.
    """

    def register(body):
        CASES.append(Case(body.__name__, body, patient, root, process, alone, stops_answers))
        return body

    return register
