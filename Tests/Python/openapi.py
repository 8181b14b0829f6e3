"""Checks the API against its own document: valid, complete, and true of whatever the daemon answers.

    openapi.py SOCKET [--cases COUNT]    with the Python of .build/python/tools, as a user with every role
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ControlPlane"))
from daemon import Daemon  # noqa: E402
from jsonschema import Draft202012Validator, FormatChecker  # noqa: E402
from openapi_spec_validator import OpenAPIV31SpecValidator  # noqa: E402
from prometheus_client.parser import text_string_to_metric_families  # noqa: E402
from pump import pump  # noqa: E402

# What is asked about the answers. Not whether what the document allows is taken: rules refuse much that is well formed.
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "missing_required_header", "unsupported_method",
)


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("socket")
    parser.add_argument("--cases", type=int, default=400, help="how many requests to make up, in all")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def described_paths(document):
    """Every path with its methods, parameters as a plain word."""
    return {
        re.sub(r"\{[a-z]+\}", "x", path): {method.upper() for method in methods} for path, methods in document["paths"].items()
    }


def known_paths():
    """Every path of the suite that attacks the routes, which has all of them; in the same form."""
    from cases_routes import PATHS, SESSION, VERSION

    plain = {}
    for path, methods in PATHS.items():
        for name in (SESSION, VERSION, "/v1/scripts/attack/x", "/v1/profiles/standard", "/v1/approvals/apr_x", "/v1/agents/bot", "/v1/workspaces/w", "/artifacts/a", "/files/main.sh"):
            path = path.replace(name, re.sub(r"/[^/]+$", "/x", name.replace("/attack/", "/")))
        plain[path.replace("/attack/", "/")] = set(methods.split(", ")) - {"HEAD"}
    return plain


def codes(document):
    """Every code of a problem that the document knows."""
    found = set()
    for response in document["components"]["responses"].values():
        if "content" not in response:
            continue
        schema = response["content"]["application/problem+json"]["schema"]["allOf"][1]
        found |= set(schema["properties"]["code"]["enum"])
    return found


def prose_codes():
    """Every code in the table of docs/api.md."""
    text = (pathlib.Path(__file__).resolve().parents[2] / "docs/api.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d{3}[^|]*\|([^|]*)\|$", text, re.MULTILINE)
    return set(re.findall(r"`([a-z_]+)`", re.sub(r"\([^)]*\)", "", " ".join(rows))))


def check_document(daemon):
    """Fails unless the document is valid and names every route and every code; returns it."""
    answer = daemon.ask("GET", "/v1/openapi.json")
    assert answer.status == 200, answer
    OpenAPIV31SpecValidator(answer.json).validate()
    described, known = described_paths(answer.json), known_paths()
    differences = {path for path in described | known if described.get(path) != known.get(path)}
    assert not differences, f"the document and the routes differ: {sorted(differences)}"
    assert codes(answer.json) == prose_codes(), f"the document and docs/api.md differ: {codes(answer.json) ^ prose_codes()}"
    return answer.json


def check_lines(daemon, document):
    """Fails unless what comes line by line is what the document says of a line."""
    digest = daemon.approve("examples/lines", "echo line\n")
    identifier = daemon.run(digest)["id"]
    session = f"/v1/sessions/{identifier}"
    for path, name in ((f"{session}/events", "Event"), (f"{session}/stats?follow=1", "Stats"), ("/v1/events", "DaemonEvent")):
        schema = {**document, "$ref": f"#/components/schemas/{name}"}
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        lines = daemon.ask("GET", path).body.splitlines()
        assert lines, f"{path} is empty"
        for line in lines:
            validator.validate(json.loads(line))


def check_metrics(daemon):
    """Fails unless the daemon's numbers are what Prometheus reads, and docs/operations.md has the names of all."""
    answer = daemon.ask("GET", "/metrics")
    assert answer.status == 200, answer
    families = list(text_string_to_metric_families(answer.body.decode()))
    text = (pathlib.Path(__file__).resolve().parents[2] / "docs/operations.md").read_text(encoding="utf-8")
    documented = {name.split("{")[0] for name in re.findall(r"`(mayfly_[a-z_]+(?:\{[a-z]+\})?)`", text)}
    found = {family.name + ("_total" if family.type == "counter" else "") for family in families}
    assert found == documented, f"docs/operations.md and the daemon differ: {found ^ documented}"
    for family in families:
        assert family.documentation and family.type in ("counter", "gauge", "histogram"), family.name
        labels = [tuple(sorted(sample.labels.items())) + (sample.name,) for sample in family.samples]
        assert len(labels) == len(set(labels)), f"{family.name} says something twice"
    print(f"{len(families)} metrics are read by Prometheus' parser", flush=True)


def fuzz(daemon, document, options):
    """Makes requests up from the document, and checks every answer against it."""
    digest = daemon.approve("examples/hello", "echo hello\n")
    identifier, other = (daemon.run(f"examples/hello@{digest}")["id"] for _ in range(2))
    approval = daemon.ask("GET", "/v1/approvals?script=examples/hello").json["items"][0]["id"]
    examples = {
        "SessionID": identifier, "ScriptName": "examples/hello", "ProfileName": "standard", "Digest": digest, "FilePath": "main.sh",
        "ApprovalID": approval,
    }
    for parameter, value in examples.items():
        document["components"]["parameters"][parameter]["example"] = value
    # The session that all others ask about stays; the daemon's events have no end to wait for.
    forget = document["paths"]["/v1/sessions/{session}"]["delete"]
    forget["parameters"] = [
        {**document["components"]["parameters"]["SessionID"], "example": other} if place.get("$ref", "").endswith("/SessionID") else place
        for place in forget["parameters"]
    ]
    events = document["paths"]["/v1/events"]["get"]
    events["parameters"] = [place for place in events["parameters"] if place.get("name") != "follow"]
    operations = sum(len(methods) for methods in document["paths"].values())
    with pump(daemon.path) as port, tempfile.TemporaryDirectory() as directory:
        schema = pathlib.Path(directory) / "openapi.json"
        schema.write_text(json.dumps(document), encoding="utf-8")
        command = [
            str(pathlib.Path(sys.executable).parent / "schemathesis"), "run", str(schema), "--url", f"http://127.0.0.1:{port}",
            "--checks", ",".join(CHECKS), "--max-examples", str(max(1, options.cases // operations)), "--seed", str(options.seed),
            "--phases", "examples,coverage,fuzzing", "--mode", "all", "--request-timeout", "60", "--no-color", "--workers", "1",
            "--suppress-health-check", "all", "--generation-database", "none",
        ]
        environment = {**os.environ, "NO_COLOR": "1"}
        return subprocess.run(command, cwd=directory, env=environment, check=False).returncode


def main():
    """Runs everything; the exit status."""
    options = arguments()
    daemon = Daemon(options.socket)
    document = check_document(daemon)
    print(f"the document is valid and names {len(document['paths'])} paths and {len(codes(document))} codes", flush=True)
    check_lines(daemon, document)
    check_metrics(daemon)
    return fuzz(daemon, document, options)


if __name__ == "__main__":
    sys.exit(main())
