"""The daemon under attack, asked in the ordinary way: approve a script, start a session, wait for its end."""

import base64
import os
import subprocess
import tempfile
import time
import urllib.parse

from wire import Connection, request


class Daemon:
    """A running daemon, known by its socket and, where it matters, its process."""

    def __init__(self, path, pid=None, key=None):
        self.path = path
        self.pid = pid
        self._key = key or os.environ.get("MAYFLY_TEST_KEY")

    @property
    def key(self):
        """The private key of somebody whose signatures count: the daemon's own for root, unless another was named."""
        if self._key is None:
            self._key = self.ask("GET", "/v1/trust").json["local_key"]
        return self._key

    def connect(self, **options):
        """A new connection."""
        return Connection(self.path, **options)

    def ask(self, method, target, body=None, headers=(), timeout=20):
        """One request on a connection of its own."""
        with self.connect(timeout=timeout) as connection:
            connection.send(request(method, target, body, headers))
            return connection.answer(method)

    def raw(self, data, timeout=20):
        """Sends bytes; returns the first answer, and whether the connection then ended soon."""
        with self.connect(timeout=timeout) as connection:
            connection.send(data)
            answer = connection.answer()
            return answer, connection.closes_soon()

    def propose(self, name, code, entry="main.sh"):
        """Proposes a version, of a text or of bytes; returns its digest."""
        content = {"content": code}
        if isinstance(code, bytes):
            content = {"encoding": "base64", "content": base64.b64encode(code).decode("ascii")}
        body = {"name": name, "files": [{"path": entry, **content}]}
        answer = self.ask("POST", "/v1/scripts", body)
        if answer.status != 201:
            raise AssertionError(f"cannot propose {name}: {answer}")
        return answer.json["digest"]

    def approve(self, name, code, entry="main.sh"):
        """Proposes and approves a version; returns its digest."""
        digest = self.propose(name, code, entry)
        answer = self.sign(name, digest)
        if answer.status != 201:
            raise AssertionError(f"cannot approve {name}; does the daemon have 'selfApproval: true'? {answer}")
        return digest

    def statement(self, name, digest, **query):
        """What the daemon would have somebody sign about a version; the answer."""
        text = urllib.parse.urlencode({"profiles": "standard", **query})
        return self.ask("GET", f"/v1/scripts/{name}/versions/{digest}/statement?{text}")

    def signature(self, statement, namespace="mayfly-approval"):
        """A signature on exactly these bytes, as ssh-keygen makes it."""
        with tempfile.TemporaryDirectory(prefix="mayfly-sign-") as directory:
            path = os.path.join(directory, "statement.json")
            with open(path, "wb") as file:
                file.write(statement.encode())
            words = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", self.key, path]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            with open(path + ".sig", encoding="ascii") as file:
                return file.read()

    def bring(self, statement, signature):
        """Brings a signature on a statement; the answer."""
        return self.ask("POST", "/v1/approvals", {"statement": statement, "signature": signature})

    def sign(self, name, digest, **query):
        """Has a statement drafted, signs it, and brings the signature; the answer, or why there is no statement."""
        draft = self.statement(name, digest, **query)
        if draft.status != 200:
            return draft
        text = draft.json["statement"]
        return self.bring(text, self.signature(text))

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
