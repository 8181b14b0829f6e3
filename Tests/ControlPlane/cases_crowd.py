"""Very many at once: bounded for each user, and others are still answered."""

import threading
import time

import expect
import users
from registry import case
from wire import Closed, Connection, request

PER_USER, IN_ALL, QUEUE, ALIVE = 64, 256, 256, 32


def open_many(path, count):
    """Opens connections that say nothing; those that opened."""
    connections = []
    for _ in range(count):
        try:
            connections.append(Connection(path, timeout=5))
        except OSError:
            break
    return connections


def still_open(connections):
    """How many of them the other end has not closed."""
    count = 0
    for connection in connections:
        connection.socket.setblocking(False)
        try:
            count += bool(connection.socket.recv(1))
        except BlockingIOError:
            count += 1
        except ConnectionResetError:
            pass
    return count


def hold(path, count, seconds):
    """Opens connections, keeps them, and says how many were opened and how many stayed open."""
    connections = open_many(path, count)
    time.sleep(seconds)
    return len(connections), still_open(connections)


def answered(daemon, count=30):
    """Asks again and again; the statuses and the slowest answer."""
    statuses, slowest = set(), 0.0
    for _ in range(count):
        began = time.monotonic()
        statuses.add(daemon.ask("GET", "/v1/profiles").status)
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.05)
    return statuses, slowest


@case(root=True)
def idle_crowd_of_one_user_is_bounded(daemon):
    """2,500 connections of one user: 64 stay, another user and root are answered all the time."""
    crowd = users.start(users.FIRST, hold, daemon.path, 2500, 6)
    time.sleep(0.5)
    other = users.start(users.SECOND, answered, daemon)
    mine = answered(daemon)
    theirs = users.result(other)
    opened, kept = users.result(crowd)
    for name, (statuses, slowest) in (("root", mine), ("another user", theirs)):
        expect.equal(statuses, {200}, f"the answers to {name}")
        expect.that(slowest < 5, f"{name} waited {slowest:.2f} s")
    expect.that(opened >= 2000, f"only {opened} connections could be opened")
    expect.equal(kept, PER_USER, f"of {opened} connections stayed open")


@case(root=True)
def refused_connections_hear_why(daemon):
    """The 65th connection of a user is told 503 too_many_connections, and /healthz still answers on another."""

    def attack():
        connections = open_many(daemon.path, PER_USER)
        time.sleep(0.5)
        answer = daemon.ask("GET", "/v1/profiles")
        expect.problem(answer, 503, "too_many_connections")
        expect.that(answer.headers.get("retry-after", "").isdigit(), "there is no Retry-After")
        expect.equal(daemon.ask("GET", "/healthz").status, 200, "/healthz")
        connections[0].close()
        deadline = time.monotonic() + 20
        while (status := daemon.ask("GET", "/v1/profiles").status) != 200 and time.monotonic() < deadline:
            time.sleep(0.05)
        expect.equal(status, 200, "when there is a place again")

    users.run(users.FIRST, attack)


@case(root=True, alone=True)
def all_places_taken_leaves_some_for_root(daemon):
    """Six users with 64 connections each: 256 in all, and root is still served."""
    crowd = [users.start(60_000 + number, hold, daemon.path, PER_USER, 5) for number in range(6)]
    time.sleep(1.5)
    statuses, slowest = answered(daemon, 20)
    kept = [users.result(one)[1] for one in crowd]
    expect.equal(statuses, {200}, "the answers to root")
    expect.that(slowest < 5, f"root waited {slowest:.2f} s")
    expect.that(max(kept) <= PER_USER and sum(kept) <= IN_ALL, f"connections that stayed open: {kept}")
    expect.that(sum(kept) >= IN_ALL - 8, f"only {sum(kept)} connections stayed open")


def at_once(daemon, body, threads, each):
    """Submits from many connections at once; the answers, None for those whose connection was closed."""
    answers, start = [], threading.Barrier(threads)

    def submit():
        with daemon.connect(timeout=120) as connection:
            start.wait()
            for _ in range(each):
                connection.send(request("POST", "/v1/sessions", body))
                try:
                    answers.append(connection.answer())
                except Closed:
                    answers.append(None)
                    return

    workers = [threading.Thread(target=submit) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return answers


def drained(daemon, identifiers, seconds=240):
    """Waits until all of them have ended; their verdicts."""
    deadline = time.monotonic() + seconds
    while daemon.ask("GET", "/v1/sessions?state=queued&limit=1").json["items"] and time.monotonic() < deadline:
        time.sleep(0.5)
    return [daemon.finished(identifier)["verdict"] for identifier in identifiers]


def judge(answers, what):
    """Fails unless each was accepted or told that the queue is full; the ids of those accepted."""
    for answer in answers:
        expect.that(answer is not None, f"{what}: a connection was closed without an answer")
        if answer.status == 429:
            expect.problem(answer, 429, "queue_full", what)
            expect.that(answer.headers.get("retry-after", "").isdigit(), f"{what}: there is no Retry-After")
        else:
            # 200: it has ended before it was answered.
            expect.that(answer.status in (200, 201), f"{what}: {answer}")
    return [answer.json["id"] for answer in answers if answer.status in (200, 201)]


@case(root=True)
def three_hundred_submissions_at_once(daemon):
    """Of two users; each is accepted or told 429; each accepted one runs once, and well."""
    body = {"script": daemon.approve("attack/crowd", "echo $MAYFLY_SESSION\n")}
    theirs = users.start(users.FIRST, at_once, daemon, body, 50, 3)
    accepted = judge(at_once(daemon, body, 50, 3), "a submission")
    accepted += judge(users.result(theirs), "a submission of another user")
    expect.equal(len(set(accepted)), len(accepted), "ids")
    expect.that(len(accepted) >= 200, f"only {len(accepted)} of 300 were accepted")
    expect.equal(set(drained(daemon, accepted)), {"ok"}, "the verdicts")


@case(root=True)
def queue_is_bounded(daemon):
    """With every place taken, 256 wait and not one more, half of them of one user; killing frees the places at once."""
    body = {"script": daemon.approve("attack/full", "sleep 29\n")}
    accepted = judge(at_once(daemon, body, 40, 5), "a submission")
    expect.that(QUEUE // 2 <= len(accepted) <= QUEUE // 2 + ALIVE + 4, f"{len(accepted)} of one user's 200 were accepted")
    for user in (users.FIRST, users.SECOND):
        accepted += judge(users.run(user, at_once, daemon, body, 40, 5), "a submission of another user")
    expect.that(QUEUE <= len(accepted) <= QUEUE + ALIVE + 4, f"{len(accepted)} of 600 were accepted")
    expect.equal(daemon.ask("GET", "/readyz").status, 200, "/readyz meanwhile")
    for identifier in reversed(accepted):
        status = daemon.ask("POST", f"/v1/sessions/{identifier}/kill", {"immediately": True}).status
        expect.that(status in (200, 202, 409), f"kill: {status}")
    expect.equal(set(drained(daemon, accepted)), {"killed"}, "the verdicts")


@case(root=True)
def one_users_queue_does_not_hold_up_another(daemon):
    """Behind two hundred sessions of one user, another user's starts as soon as a place is free."""
    digest = daemon.approve("attack/fair", "sleep 1\n")

    def crowd():
        return [answer.json["id"] for answer in at_once(daemon, {"script": digest}, 20, 10) if answer.status == 201]

    def alone():
        return daemon.run(digest)

    theirs = users.run(users.FIRST, crowd)
    expect.that(len(theirs) > 100, f"only {len(theirs)} of 200 were accepted")
    session = users.run(users.SECOND, alone)
    # At one moment: while each is asked for by itself, others get their turn.
    queued = {item["id"] for item in daemon.ask("GET", "/v1/sessions?state=queued&limit=500").json["items"]}
    waiting = len(queued.intersection(theirs))
    expect.that(session["verdict"] == "ok" and waiting > 20, f"{session['verdict']}, {waiting} were still waiting")
    expect.equal(set(drained(daemon, theirs)), {"ok"}, "the verdicts of the crowd")
