#!/usr/bin/env python3
"""Attacks a running daemon through its socket: one line for each case, and status 1 when any failed."""

import argparse
import concurrent.futures
import os
import sys
import time

import cases
from daemon import Daemon
from registry import CASES
from watch import Watch, resident_kibibytes
from wire import Closed


LONGEST_REASON = 2000


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("socket")
    parser.add_argument("--daemon-pid", type=int, help="for what has to look at the process")
    parser.add_argument("--key", help="a private key whose signatures count; the daemon's own if not given")
    parser.add_argument("--only", metavar="NAME", help="cases whose name contains this")
    parser.add_argument("--without", metavar="NAME", action="append", default=[], help="no case whose name contains this")
    parser.add_argument("--latency-p99", type=float, default=0.1, metavar="SECONDS")
    parser.add_argument("--latency-max", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--memory-growth", type=int, default=16, metavar="MIB")
    return parser.parse_args()


def outcome(case, daemon):
    """Runs one case; why it failed, None when it passed, and how long it took."""
    began = time.monotonic()
    why = None
    try:
        case.body(daemon)
    except Exception as error:
        why = f"{error}" if isinstance(error, AssertionError) else f"{type(error).__name__} {error}"
    return why, time.monotonic() - began


def report(name, why, took=None):
    """Prints one line; whether it is a failure."""
    why = why if why is None or len(why) < LONGEST_REASON else f"{why[:LONGEST_REASON]}..."
    time_text = "" if took is None else f" ({took:.1f} s)"
    print(f"PASS {name}{time_text}" if why is None else f"FAIL {name}: {why}{time_text}", flush=True)
    return why is not None


def possible(options):
    """The cases that can run here; says which cannot."""
    chosen = []
    order = [module.__name__ for module in cases.MODULES]
    for case in sorted(CASES, key=lambda case: order.index(case.body.__module__)):
        if options.only and options.only not in case.name or any(name in case.name for name in options.without):
            continue
        if case.needs_root and os.geteuid() != 0:
            print(f"SKIP {case.name}: needs root")
        elif case.needs_process and not options.daemon_pid:
            print(f"SKIP {case.name}: needs --daemon-pid")
        else:
            chosen.append(case)
    return chosen


def is_alive(daemon):
    """Whether there is still a daemon to attack."""
    try:
        return daemon.ask("GET", "/healthz").status == 200
    except (OSError, Closed):
        return False


def run_cases(chosen, daemon, watch):
    """Runs all, one after the other, those that mostly wait beside them; last what none of these may be beside."""
    patient = [case for case in chosen if case.is_patient]
    busy = [case for case in chosen if not case.is_patient]
    with concurrent.futures.ThreadPoolExecutor(max(1, len(patient))) as pool:
        waiting = [(case, pool.submit(outcome, case, daemon)) for case in patient]
        failures = run_in_turn([case for case in busy if not case.is_alone], daemon, watch)
        watch.label, watch.is_excused = "the cases that wait", False
        for case, future in waiting:
            failures += report(case.name, *future.result())
    return failures + run_in_turn([case for case in busy if case.is_alone], daemon, watch)


def run_in_turn(busy, daemon, watch):
    """Runs one after the other; how many failed."""
    failures = 0
    for case in busy:
        if not is_alive(daemon):
            print(f"FAIL the daemon is gone; {case.name} and what follows did not run")
            return failures + 1
        watch.label, watch.is_excused = case.name, case.stops_answers
        before = daemon.pid and resident_kibibytes(daemon.pid)
        failures += report(case.name, *outcome(case, daemon))
        if before and (grown := (resident_kibibytes(daemon.pid) or 0) - before) > 4096:
            print(f"     {case.name}: {grown / 1024:.1f} MiB more resident than before it")
    return failures


def judge_latency(watch, options):
    """Reports how fast the daemon answered while it was attacked."""
    slow, worst = watch.percentile(0.99), max(watch.latencies, default=0.0)
    print(
        f"     /healthz: {len(watch.latencies)} times, p50 {watch.percentile(0.5) * 1000:.1f} ms,"
        f" p99 {slow * 1000:.1f} ms, worst {worst * 1000:.1f} ms ({watch.slowest[1]})"
    )
    why = None
    if watch.failures:
        why = f"{len(watch.failures)} unanswered: {'; '.join(watch.failures[:3])}"
    elif slow > options.latency_p99 or worst > options.latency_max:
        why = f"p99 {slow:.3f} s of {options.latency_p99} s, worst {worst:.3f} s of {options.latency_max} s"
    return report("others_are_answered_all_the_time", why)


def judge_memory(before, watch, options):
    """Reports how much memory the daemon has kept."""
    # The daemon gives back what is free a few seconds after it.
    time.sleep(12)
    after = resident_kibibytes(options.daemon_pid)
    if after is None:
        return report("memory_does_not_grow", "the daemon is gone")
    grown = (after - before) / 1024
    print(f"     resident: {before / 1024:.1f} MiB, then {after / 1024:.1f} MiB, at most {watch.peak / 1024:.1f} MiB")
    why = None if grown < options.memory_growth else f"{grown:.1f} MiB more, {options.memory_growth} MiB at most"
    return report("memory_does_not_grow", why)


def warm_up(daemon):
    """Lets the daemon do once what it keeps memory for: threads, pools, a statement of each kind."""
    digest = daemon.approve("attack/warm-up", "cat\nprintf x > /outputs/x\n")
    for _ in range(20):
        daemon.run(digest, stdin="warm")
        daemon.ask("GET", "/v1/sessions")


def main():
    """Runs the suite."""
    options = arguments()
    daemon = Daemon(options.socket, options.daemon_pid, options.key)
    chosen = possible(options)
    warm_up(daemon)
    before = options.daemon_pid and resident_kibibytes(options.daemon_pid)
    watch = Watch(options.socket, options.daemon_pid)
    watch.start()
    failures = run_cases(chosen, daemon, watch)
    watch.stop()
    failures += judge_latency(watch, options)
    if options.daemon_pid:
        failures += judge_memory(before, watch, options)
    print(f"     {len(chosen)} cases, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
