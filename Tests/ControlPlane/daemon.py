"""The daemon under attack, asked in the ordinary way: approve a script, start a session, wait for its end."""

import time

from wire import Connection, request


class Daemon:
    """A running daemon, known by its socket and, where it matters, its process."""

    def __init__(self, path, pid=None):
        self.path = path
        self.pid = pid

    def connect(self, **options):
        """A new connection."""
        return Connection(self.path, **options)

    def ask(self, method, target, body=None, headers=(), timeout=20):
        """One request on a connection of its own."""
        with self.connect(timeout=timeout) as connection:
            connection.send(request(method, target, body, headers))
            return connection.answer(method)

    def raw(self, data, timeout=20):
        """Sends bytes; returns the first answer, and whether the connection then ended within a second."""
        with self.connect(timeout=timeout) as connection:
            connection.send(data)
            answer = connection.answer()
            return answer, connection.closes_within(1)

    def propose(self, name, code, entry="main.sh"):
        """Proposes a version; returns its digest."""
        body = {"name": name, "files": [{"path": entry, "content": code}]}
        answer = self.ask("POST", "/v1/scripts", body)
        if answer.status != 201:
            raise AssertionError(f"cannot propose {name}: {answer}")
        return answer.json["digest"]

    def approve(self, name, code, entry="main.sh"):
        """Proposes and approves a version; returns its digest."""
        digest = self.propose(name, code, entry)
        answer = self.ask("POST", "/v1/approvals", {"script": f"{name}@{digest}", "profiles": ["standard"]})
        if answer.status != 201:
            raise AssertionError(f"cannot approve {name}; does the daemon have 'selfApproval: true'? {answer}")
        return digest

    def submit(self, script, **members):
        """Starts a session; returns its id."""
        answer = self.ask("POST", "/v1/sessions", {"script": script, **members})
        if answer.status not in (200, 201):
            raise AssertionError(f"a session was refused: {answer}")
        return answer.json["id"]

    def session(self, identifier):
        """A session as it stands."""
        return self.ask("GET", f"/v1/sessions/{identifier}").json

    def finished(self, identifier, seconds=60):
        """A session once it has ended."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            session = self.ask("GET", f"/v1/sessions/{identifier}?wait=5s").json
            if session.get("state") == "destroyed":
                return session
        raise AssertionError(f"{identifier} has not ended within {seconds} s")

    def until(self, identifier, state, seconds=20):
        """Waits until a session is in a state."""
        deadline = time.monotonic() + seconds
        while self.session(identifier).get("state") != state:
            if time.monotonic() > deadline:
                raise AssertionError(f"{identifier} is not {state} after {seconds} s")
            time.sleep(0.02)

    def identifiers(self):
        """The newest sessions' ids."""
        return {item["id"] for item in self.ask("GET", "/v1/sessions?limit=500").json["items"]}

    def run(self, script, **members):
        """Runs a script to its end."""
        return self.finished(self.submit(script, **members))
