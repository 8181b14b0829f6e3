"""What a case may say about what it saw: precise, or it fails with what was there instead."""


def that(holds, why):
    """Fails with a reason."""
    if not holds:
        raise AssertionError(why)


def equal(found, wanted, what):
    """Fails unless two values are equal."""
    that(found == wanted, f"{what}: {found!r:.300}, not {wanted!r:.120}")


def problem(answer, status, code, what=""):
    """Fails unless an answer is this very problem."""
    seen = (answer.status, answer.code)
    that(seen == (status, code), f"{what}: {answer!r}, not {status} {code}".removeprefix(": "))
    equal(answer.json.get("status"), status, f"{what} status in the body")
    that(len(answer.body) < 64 * 1024, f"{what}: the problem has {len(answer.body)} bytes")


def refused(daemon, data, status, code, what):
    """Fails unless bytes are refused with this problem, and the connection then ends."""
    answer, closed = daemon.raw(data)
    problem(answer, status, code, what)
    that(closed, f"{what}: the connection stays open after {status}")


class All:
    """Collects the failures of many small variants, so that one case names every one that is wrong."""

    def __init__(self):
        self.failures = []

    def check(self, name, body):
        """Runs one variant."""
        try:
            body()
        except (AssertionError, OSError, EOFError, ValueError, KeyError) as error:
            self.failures.append(f"{name}: {type(error).__name__ + ' ' if not isinstance(error, AssertionError) else ''}{error}")
        except Exception as error:
            self.failures.append(f"{name}: {type(error).__name__} {error}")

    def done(self):
        """Fails when any variant did."""
        that(not self.failures, f"{len(self.failures)} variants; " + "; ".join(self.failures))
