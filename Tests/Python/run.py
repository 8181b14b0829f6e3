#!/usr/bin/env python3
"""Runs what is tested in Python against a daemon: the client, its adapters, the API's document, MCP, the guides.

    run.py [--socket SOCKET] [PART...]    as root; without a socket it starts a daemon of .build/debug and stops it

scripts/install-python must have run before.
"""

import argparse
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/ControlPlane"))
from daemon import Daemon  # noqa: E402
from instance import Instance  # noqa: E402

PYTHON = ROOT / "clients/python"
ENVIRONMENTS = ROOT / ".build/python"
SMOKE = """
import sys
from mayfly import Mayfly, __file__ as place
assert ".build" not in place and "clients" not in place, place
with Mayfly(sys.argv[1]) as mayfly:
    session = mayfly.run(sys.argv[2], args=["from the wheel"])
    assert session.check().stdout == "from the wheel\\n", session
"""


def environment(name):
    """The Python of one environment."""
    python = ENVIRONMENTS / name / "bin/python"
    if not python.exists():
        raise SystemExit(f"{python} is not there: run scripts/install-python")
    return str(python)


def run(*words, **variables):
    """Runs a program; ends everything when it fails."""
    result = subprocess.run([str(word) for word in words], env={**os.environ, **variables}, cwd=ROOT, check=False)
    if result.returncode:
        raise SystemExit(f"failed with {result.returncode}: {' '.join(str(word) for word in words)[:300]}")


class Wheel:
    """The client as it is given to others: built as a wheel, and installed in an environment with nothing else.

    It is built when somebody wants it.
    """

    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="mayfly-wheel-", dir="/tmp"))

    @functools.cached_property
    def python(self):
        """The Python that has it."""
        source = self.directory / "source"
        shutil.copytree(PYTHON, source, ignore=shutil.ignore_patterns("*.egg-info", "build", "__pycache__"))
        pip = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
        run(environment("tools"), *pip, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", self.directory, source)
        shutil.rmtree(source)
        (wheel,) = self.directory.glob("mayfly_client-*-py3-none-any.whl")
        run(sys.executable, "-m", "venv", self.directory / "venv")
        python = self.directory / "venv/bin/python"
        run(python, *pip, "install", "--no-index", "--no-deps", wheel)
        return python

    @property
    def packages(self):
        """Where it is installed."""
        (packages,) = self.python.parents[1].glob("lib/python3*/site-packages")
        return packages

    def remove(self):
        """Takes it away."""
        shutil.rmtree(self.directory, ignore_errors=True)


class World:
    """What the parts need: a daemon, the programs, the client."""

    def __init__(self, daemon, wheel, options):
        self.daemon = daemon
        self.wheel = wheel
        self.cases = options.cases
        self.seed = options.seed
        self.mayfly = options.mayfly


def client(world):
    """The client's own tests, with the client from the wheel."""
    digest = world.daemon.approve("python/smoke", 'echo "$*"\n')
    run(world.wheel.python, "-I", "-c", SMOKE, world.daemon.path, digest)
    pytest(environment("tools"), world, PYTHON / "tests", "--ignore", PYTHON / "tests/adapters")


def adapters(world):
    """Each adapter, with the framework it is for."""
    pytest(environment("adapters"), world, PYTHON / "tests/adapters")


def pytest(python, world, *words):
    """Runs tests with the client from the wheel."""
    run(
        python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words,
        MAYFLY_SOCKET=world.daemon.path, PYTHONPATH=str(world.wheel.packages), PYTHONDONTWRITEBYTECODE="1",
    )


def openapi(world):
    """What the daemon answers, against its own document."""
    words = [ROOT / "Tests/Python/openapi.py", world.daemon.path, "--cases", world.cases, "--seed", world.seed]
    run(environment("tools"), *words, PYTHONDONTWRITEBYTECODE="1")


def mcp(world):
    """The program's MCP server, with the official clients and line by line."""
    for name, script in (("mcp", "mcp_wire.py"), ("mcp", "mcp_modern.py"), ("mcp-legacy", "mcp_legacy.py")):
        words = [ROOT / "Tests/Python" / script, world.mayfly, world.daemon.path]
        run(environment(name), *words, PYTHONDONTWRITEBYTECODE="1")


def guides(world):
    """Every snippet of docs/agents.md."""
    words = [ROOT / "Tests/Python/guides.py", world.mayfly, world.daemon.path]
    run(environment("adapters"), *words, PYTHONPATH=str(world.wheel.packages), PYTHONDONTWRITEBYTECODE="1")


PARTS = {part.__name__: part for part in (client, adapters, openapi, mcp, guides)}


def main():
    """Runs the parts that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", help="of a daemon with 'selfApproval: true'")
    parser.add_argument("--mayfly", default=ROOT / ".build/debug/mayfly", type=pathlib.Path, help="the command line's program")
    parser.add_argument("--key", help="a private key whose signatures count; the daemon's own if not given")
    parser.add_argument("--cases", type=int, default=200, help="how many requests 'openapi' makes up, besides its systematic ones")
    parser.add_argument("--seed", type=int, default=1, help="what 'openapi' makes them up from")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all if none is named")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(unknown)}")
    if options.key:
        os.environ["MAYFLY_TEST_KEY"] = options.key
    instance = None
    wheel = Wheel()
    try:
        if not options.socket:
            instance = Instance(ROOT / ".build/debug")
            instance.start()
        daemon = instance.client if instance else Daemon(options.socket)
        for name in options.parts or PARTS:
            print(f"== {name}", flush=True)
            PARTS[name](World(daemon, wheel, options))
    finally:
        wheel.remove()
        if instance:
            instance.stop()
            instance.remove()


if __name__ == "__main__":
    main()
