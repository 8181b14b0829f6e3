"""What a request may give to a script: no variable that loads code, arguments as they are, nothing dropped silently."""

import expect
from registry import case

LOADING = (
    "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "PYTHONINSPECT", "BASH_ENV",
    "ENV", "NODE_OPTIONS", "NODE_PATH", "PERL5LIB", "PERL5OPT", "RUBYOPT", "RUBYLIB", "IFS", "PS4", "SHELLOPTS", "BASHOPTS",
    "BASH_FUNC_ls%%", "GCONV_PATH", "GLIBC_TUNABLES", "MALLOC_TRACE", "JAVA_TOOL_OPTIONS", "GIT_SSH_COMMAND", "OPENSSL_CONF",
    "PATH", "HOME", "TMPDIR", "MAYFLY_SESSION", "MAYFLY_IN", "SHELL", "UNLISTED", "lang", "Lang", "LANG ", " LANG", "LANG\0",
    "LANG=x", "", "=", "A B", "1A", "\uff2cANG", "LAN\u0047\u0301", "L\nD_PRELOAD", "X" * 65, "ld_preload",
)


@case()
def variables_are_those_of_the_profile(daemon):
    """Each other one is refused by name, and starts nothing."""
    digest = daemon.approve("attack/variables", "true\n")
    before = daemon.identifiers()
    variants = expect.All()
    for name in LOADING:
        answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "env": {name: "/tmp/x"}})
        variants.check(name, lambda: expect.problem(answer, 422, "environment_not_allowed", repr(name)))
        both = daemon.ask("POST", "/v1/sessions", {"script": digest, "env": {"LANG": "C", name: "x"}})
        variants.check(name, lambda: expect.problem(both, 422, "environment_not_allowed", f"{name!r} beside LANG"))
    variants.done()
    for identifier in daemon.identifiers() - before:
        expect.equal(daemon.session(identifier)["verdict"], "refused", "what is left of a refusal")


@case()
def values_of_variables_are_texts(daemon):
    """No NUL, nothing too long, no other type; other bytes come through as they are."""
    digest = daemon.approve("attack/variables", 'printf %s "$LANG"\n')
    variants = expect.All()
    for value in ("a\0b", "x" * 8193, "x" * 1_100_000, 1, True, None, [], {}):
        answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "env": {"LANG": value}})
        variants.check(repr(value)[:20], lambda: expect.problem(answer, 422, "invalid_request", f"{value!r:.20}"))
    for value in ("", "a\nb", "$(id)", "\u00e9", "'\"\\"):
        text = daemon.run(digest, env={"LANG": value})["stdout"]["text"]
        variants.check(repr(value), lambda: expect.equal(text, value, "what the script saw"))
    variants.done()


@case()
def arguments_belong_to_the_script(daemon):
    """Options of the interpreter among them are arguments like others, in every runtime."""
    arguments = ["-c", "print('owned')", "--", "-i", "-m", "pdb", "", "$(id)", "a b", "\u00e9", "\n", "-"]
    runtimes = {
        "main.sh": 'for a in "$@"; do printf "%s\\000" "$a"; done\n',
        "main.py": "import sys\nfor a in sys.argv[1:]: sys.stdout.buffer.write(a.encode('utf-8','surrogateescape')+b'\\0')\n",
    }
    wanted = "".join(f"{argument}\0" for argument in arguments)
    for entry, code in runtimes.items():
        digest = daemon.approve("attack/arguments", code, entry)
        session = daemon.run(digest, args=arguments)
        expect.equal((session["verdict"], session["stdout"]["text"]), ("ok", wanted), entry)
        expect.equal(session["args"], arguments, f"{entry}: the record's arguments")


@case()
def arguments_are_bounded_texts(daemon):
    """NUL, too many, too long and other types are refused."""
    digest = daemon.approve("attack/arguments", "true\n")
    wrong = {
        "NUL": ["a\0b"], "257": ["a"] * 257, "5,000": ["a"] * 5000, "32 KiB and one": ["a" * 32769],
        "64 KiB together": ["a" * 30000] * 3, "number": [1], "null": [None], "array": [["a"]], "a text": "a", "object": {"0": "a"},
    }
    variants = expect.All()
    for name, arguments in wrong.items():
        answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "args": arguments})
        # An object is for scripts that have a schema.
        code = "invalid_arguments" if name == "object" else "invalid_request"
        variants.check(name, lambda: expect.problem(answer, 422, code, name))
    answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "args": ["a"] * 100_000})
    variants.check("100,000", lambda: expect.problem(answer, 400, "malformed_request", "100,000 arguments"))
    variants.done()


@case()
def requests_name_one_thing_to_run(daemon):
    """A script or code with a runtime, never both or half; code that nobody has approved does not run."""
    digest = daemon.approve("attack/code", "echo approved\n")
    approved = {"code": "echo approved\n", "runtime": "sh"}
    wrong = [
        {}, {"runtime": "sh"}, {"code": "true"}, {"script": digest, "code": "true"}, {"script": digest, **approved},
        {"script": digest, "runtime": "sh"}, {"code": "true", "runtime": "bash"}, {"code": "true", "runtime": "/bin/sh"},
        {"code": "true", "runtime": "SH"}, {"code": 1, "runtime": "sh"}, {"script": None}, {"script": [digest]}, {"script": 1},
        {"script": digest, "stdin": "a", "stdin_base64": "YQ=="}, {"script": digest, "stdin_base64": "YQ"},
        {"script": digest, "profile": "../strict"}, {"script": digest, "labels": {"../x": "y"}},
        {"script": digest, "labels": {f"l{number}": "x" for number in range(33)}}, {"script": digest, "labels": {"a": 1}},
        {"script": digest, "user": "root"}, {"script": digest, "privileged": True}, {"script": digest, "limits": {}, "network": "host"},
    ]
    variants = expect.All()
    for body in wrong:
        answer = daemon.ask("POST", "/v1/sessions", body)
        variants.check(str(body)[:60], lambda: expect.problem(answer, 422, "invalid_request", str(body)[:60]))
    for code in ("echo approved", "echo approved\n ", "echo approved\r\n", "\ufeffecho approved\n"):
        answer = daemon.ask("POST", "/v1/sessions", {"code": code, "runtime": "sh"})
        variants.check(code, lambda: expect.problem(answer, 403, "script_not_approved", repr(code)))
    answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "profile": "none"})
    variants.check("profile", lambda: expect.problem(answer, 404, "profile_not_found", "an unknown profile"))
    variants.done()
    session = daemon.ask("POST", "/v1/sessions?wait=20s", approved).json
    expect.equal(session["stdout"]["text"], "approved\n", "approved code")
