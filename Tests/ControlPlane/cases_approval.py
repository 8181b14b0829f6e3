"""What runs is what was approved: by its bytes, until it is revoked."""

import threading
import time

import expect
import users
from registry import case


def approve(daemon, name, digest, profile="standard", **query):
    """Signs an approval; the answer."""
    return daemon.sign(name, digest, profiles=profile, **query)


def revoke(daemon, script):
    """Asks for a revocation."""
    return daemon.ask("POST", "/v1/revocations", {"script": script, "reason": "an attack"})


@case()
def other_bytes_are_another_version(daemon):
    """Under the same name, with one byte more: not approved; the name still means what was approved."""
    code = f"echo {time.time_ns()}\n"
    first = daemon.approve("attack/version", code)
    second = daemon.propose("attack/version", code + "\n")
    expect.that(first != second, "two texts have one digest")
    for script in (second, f"attack/version@{second}"):
        expect.problem(daemon.ask("POST", "/v1/sessions", {"script": script}), 403, "script_not_approved", script)
    session = daemon.run("attack/version")
    expect.equal(session["script"]["digest"], first, "the version that the name means")
    moved = daemon.ask("POST", "/v1/sessions", {"script": f"attack/elsewhere@{first}"})
    expect.problem(moved, 404, "script_not_found", "the digest under a name it does not have")


@case()
def approvals_are_for_what_was_proposed(daemon):
    """A digest that nobody has proposed, and one under another's name, cannot be approved."""
    digest = daemon.propose("attack/proposed", "true\n")
    other = "sha256:" + "1" * 64
    for name, wanted in (("attack/never", digest), ("attack/proposed", other)):
        expect.problem(approve(daemon, name, wanted), 404, "script_not_found", name)
        expect.problem(revoke(daemon, f"{name}@{wanted}"), 404, "script_not_found", name)
    expect.problem(revoke(daemon, other), 404, "script_not_found", other)
    expect.problem(approve(daemon, "attack/proposed", digest, "none"), 404, "profile_not_found", "an unknown profile")
    draft = daemon.statement("attack/proposed", digest).json["statement"]
    moved = draft.replace(digest.removeprefix("sha256:"), "1" * 64)
    expect.problem(daemon.bring(moved, daemon.signature(moved)), 404, "script_not_found", "a signed statement about other bytes")


@case()
def signatures_are_on_exactly_these_bytes(daemon):
    """Another byte, another purpose, another key, half a signature or none: refused, and nothing is approved."""
    digest = daemon.propose("attack/signed", f"echo signed {time.time_ns()}\n")
    text = daemon.statement("attack/signed", digest).json["statement"]
    good = daemon.signature(text)
    variants = expect.All()
    for what, statement, signature in (
        ("a changed statement", text.replace('"comment":""', '"comment":"x"'), good),
        ("another purpose", text, daemon.signature(text, "file")),
        ("half a signature", text, good[: len(good) // 2]),
        ("no signature", text, "-"),
        ("a second line end", text + "\n", good),
    ):
        answer = daemon.bring(statement, signature)
        fits = (answer.status, answer.code) in ((403, "signature_refused"), (422, "statement_refused"))
        variants.check(what, lambda: expect.that(fits, f"{what}: {answer}"))
    for what, statement in (("no JSON", "x"), ("no statement", "{}\n"), ("twice", text * 2), ("a member more", text.replace('"id"', '"x":1,"id"'))):
        answer = daemon.bring(statement, good)
        variants.check(what, lambda: expect.problem(answer, 422, "statement_refused", what))
    variants.done()
    expect.problem(daemon.ask("POST", "/v1/sessions", {"script": digest}), 403, "script_not_approved")
    expect.problem(daemon.ask("POST", "/v1/approvals", {"script": digest, "profiles": ["standard"]}), 410, "unsigned_approval")


@case()
def approvals_are_for_their_profiles(daemon):
    """Another profile is refused, and one person does not become two by signing twice."""
    digest = daemon.approve("attack/profiles", f"echo profiles {time.time_ns()}\n")
    for profile, code in (("python-data", "profile_not_approved"), ("strict", "profile_not_approved")):
        answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "profile": profile})
        expect.problem(answer, 403, code, profile)
    expect.equal([approve(daemon, "attack/profiles", digest, "strict").status for _ in range(2)], [201, 201], "signed twice")
    answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "profile": "strict"})
    expect.problem(answer, 403, "not_enough_approvals", "one person's two signatures where two people are wanted")


@case()
def approvals_end(daemon):
    """One of some seconds is over after them; on a busy machine a short one is over before it is brought."""
    for seconds in (2, 8, 32):
        digest = daemon.propose("attack/short", f"echo short {time.time_ns()}\n")
        if approve(daemon, "attack/short", digest, expires=f"{seconds}s").status == 201:
            break
    else:
        raise AssertionError("no approval could be brought in time")
    time.sleep(seconds + 0.1)
    expect.problem(daemon.ask("POST", "/v1/sessions", {"script": digest}), 403, "approval_expired")


@case()
def self_approval_is_marked(daemon):
    """Where the configuration lets an author approve, the approval says so."""
    digest = daemon.propose("attack/own", "echo own\n")
    answer = approve(daemon, "attack/own", digest)
    expect.that(answer.json.get("self_approval") is True and answer.json.get("warning"), f"{answer}")


@case()
def revocation_is_final_and_ends_everything(daemon):
    """What runs is killed, what waits is refused, and nothing brings the version back."""
    code = f"sleep 25 # {time.time_ns()}\n"
    digest = daemon.approve("attack/revoked", code)
    sessions = [daemon.submit(digest) for _ in range(36)]
    daemon.until(sessions[0], "running")
    answer = revoke(daemon, digest)
    expect.equal(answer.status, 201, "the revocation")
    # One whose turn came when the revocation was written, and before it looked for whom to end, has refused itself.
    itself = 36 - answer.json["sessions_refused"] - answer.json["sessions_killed"]
    verdicts = [daemon.finished(identifier, 20)["verdict"] for identifier in sessions]
    # One that was just being started is ordered to end like those that run; the warden may refuse it before it does.
    starting = verdicts.count("refused") - answer.json["sessions_refused"] - itself
    expect.that(0 <= itself < 4 and 0 <= starting < 36, f"those that were waiting: {verdicts.count('refused')}, {answer.json}")
    expect.equal(verdicts.count("revoked") + starting, answer.json["sessions_killed"], "those that were running or starting")
    expect.equal(verdicts[0], "revoked", "the one that ran")
    expect.problem(approve(daemon, "attack/revoked", digest), 403, "script_revoked", "an approval afterwards")
    daemon.propose("attack/revoked-again", code)
    for script in (digest, f"attack/revoked@{digest}", f"attack/revoked-again@{digest}", "attack/revoked-again"):
        expect.problem(daemon.ask("POST", "/v1/sessions", {"script": script}), 403, "script_revoked", script)


@case()
def revocation_wins_every_race(daemon):
    """Approvals, revocations and submissions at once: in the end nothing runs, and nothing has run afterwards."""
    for round_number in range(5):
        digest = daemon.approve("attack/race", f"sleep 9 # {time.time_ns()} {round_number}\n")
        answers, threads = [], []
        for number in range(12):
            body = (lambda: answers.append(approve(daemon, "attack/race", digest)), lambda: revoke(daemon, digest),
                    lambda: answers.append(daemon.ask("POST", "/v1/sessions", {"script": digest})))[number % 3]
            threads.append(threading.Thread(target=body))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for answer in answers:
            good = answer.status in (200, 201) or (answer.status, answer.code) == (403, "script_revoked")
            expect.that(good, f"during the race: {answer}")
        expect.problem(daemon.ask("POST", "/v1/sessions", {"script": digest}), 403, "script_revoked", "after the race")
        started = [answer.json["id"] for answer in answers if answer.status in (200, 201) and answer.json["id"].startswith("ses_")]
        for identifier in started:
            expect.equal(daemon.finished(identifier, 20)["verdict"] in ("revoked", "refused"), True, f"{identifier} in the race")


@case()
def request_ids_are_no_keys(daemon):
    """The same id twice is two sessions, each with that id: nothing is deduplicated, and nothing overwritten."""
    digest = daemon.approve("attack/twice", "echo twice\n")
    headers = ["X-Request-Id: attack-twice"]
    answers = [daemon.ask("POST", "/v1/sessions", {"script": digest}, headers) for _ in range(2)]
    identifiers = {answer.json["id"] for answer in answers}
    expect.equal(len(identifiers), 2, "the sessions")
    for identifier in identifiers:
        session = daemon.finished(identifier)
        expect.equal((session["request_id"], session["verdict"]), ("attack-twice", "ok"), identifier)


@case(root=True)
def authors_are_those_who_proposed(daemon):
    """A second proposal of the same bytes does not take the authorship, nor change the version."""
    code = f"echo author {time.time_ns()}\n"
    digest = users.run(users.FIRST, daemon.propose, "attack/author", code)
    expect.equal(daemon.propose("attack/author", code), digest, "the digest")
    versions = daemon.ask("GET", "/v1/scripts/attack/author").json["versions"]
    authors = [version["author"]["uid"] for version in versions if version["digest"] == digest]
    expect.equal(authors, [users.FIRST], "the author")
