"""A script whose bundle says what it takes, approved: for whoever tests that tools have its schema."""

CODE = 'import sys\nprint("|".join(sys.argv[1:]))\n'
DESCRIPTION = """\
apiVersion: mayfly/v1
kind: Script
description: Repeats what it is told.
entry: main.py
runtime: python
args:
  type: object
  properties:
    word: {type: string, description: What to say.}
    times: {type: integer, minimum: 1, maximum: 9}
  required: [word]
  additionalProperties: false
argv:
  - {flag: --word, from: /word}
  - {flag: --times, from: /times}
"""


def approve(daemon, name):
    """Proposes and approves it; returns its digest."""
    files = [{"path": "main.py", "content": CODE}, {"path": "mayfly.yaml", "content": DESCRIPTION}]
    proposed = daemon.ask("POST", "/v1/scripts", {"name": name, "files": files})
    assert proposed.status == 201, proposed
    digest = proposed.json["digest"]
    if hasattr(daemon, "sign"):
        answer = daemon.sign(name, digest)
    else:
        answer = daemon.ask("POST", "/v1/approvals", {"script": f"{name}@{digest}", "profiles": ["standard"]})
    assert answer.status == 201, answer
    return digest
