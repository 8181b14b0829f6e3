# Started in a cell that is built ahead: waits for the script, then runs it as if the interpreter had been started with it.
# What is left to tell the difference is written down in docs/warm.md. Descriptor 3 is a socket to pid 1 of the cell.
# The second half of the program, behind python_end.py.
status = own_code = own_programs = quiet = mark = asked = None
try:
    own_programs = mapped_programs()
except OSError:
    pass
# What is given to it here is in no name of this module: it would hold itself. The set is there for as long as it is registered.
registered = set()
atexit.register(register, gc.callbacks, os._exit, registered)
registered = _weakref.ref(registered)

for name in sys.argv[1:]:
    __import__(name)
if own_programs is not None and mapped_programs() == own_programs:
    own_code = mapped_code()


# As the interpreter opens them itself when it starts.
def stream(number, old, name, writes):
    # With -u.
    through = sys.__stdout__.write_through
    buffer = _io.open(number, "wb" if writes else "rb", 0 if through and writes else -1, closefd=False)
    raw = buffer if through and writes else buffer.raw
    raw.name = name
    lines = not through and (raw.isatty() or number == 2)
    text = _io.TextIOWrapper(buffer, old.encoding, old.errors, "\n", line_buffering=lines, write_through=through)
    text.mode = "w" if writes else "r"
    return text


# What a script's first steps touch is in memory before they are taken.
exec(compile("import sys\nfor _ in (1, 2): text = repr([_])\n", "<string>", "exec"), {"__name__": "<string>"})
stream(1, sys.stdout, "<stdout>", True).write("")

# AF_UNIX and SOCK_SEQPACKET.
gate = _socket.socket(1, 5, 0, 3)
own_numbers = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
plain, filters = plain_types(), list(filters_in_force())
# Other versions may drop things in another order.
quiet = quiet_types() if sys.version_info[:2] == (3, 11) else None
own_names = frozenset(("mode", "name"))
# The interpreter may ask for more when the script has ended: -i and PYTHONINSPECT.
asks = sys.flags.inspect or not sys.flags.ignore_environment

# What is there now stays to the end: it need not be looked at for garbage again, neither by the script's collector nor at exit.
gc.collect()
gc.freeze()

# What an import has printed is nobody's output.
sys.stdout.flush()
sys.stderr.flush()
encoding, errors = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()
# The session's take their places: the kernel gives the lowest numbers that are free.
for number in (0, 1, 2):
    os.close(number)
gate.send(b"\1")
# The message: see StartPlan+Texts.swift. MSG_PEEK and MSG_TRUNC: how long it is.
length = gate.recvmsg_into([bytearray(1)], 0, 0x22)[0]
message, ancillary, _, _ = gate.recvmsg(length, 64)
if not ancillary or ancillary[0][2] != own_numbers:
    os._exit(1)
gate.close()

texts = message.split(b"\0")[:-1]
count = int(texts[1])
arguments = [text.decode(encoding, errors) for text in texts[2 : 2 + count]]
for text in texts[2 + count :]:
    name, _, value = text.partition(b"=")
    os.environb[name] = value
sys.orig_argv = arguments
sys.argv = arguments[arguments.index(next(text for text in arguments if text.startswith("/script/"))) :]
before = [_weakref.ref(text) for text in (sys.stdout, sys.stderr)]
sys.stdin = sys.__stdin__ = stream(0, sys.stdin, "<stdin>", False)
sys.stdout = sys.__stdout__ = stream(1, sys.stdout, "<stdout>", True)
sys.stderr = sys.__stderr__ = stream(2, sys.stderr, "<stderr>", True)
own_stdout, own_stderr = _weakref.ref(sys.stdout), _weakref.ref(sys.stderr)
# As it is where this module is imported later.
if "threading" in sys.modules:
    sys.modules["threading"].main_thread()._stderr = sys.stderr
# An import of the profile's that has kept one may write to it, and the interpreter flushes that too: nothing is left at once.
if any(text() is not None for text in before):
    asked = True


# As the interpreter does it when a file has run, before anything that was registered for the end.
def flush():
    for name in ("stderr", "stdout"):
        try:
            getattr(sys, name).flush()
        except BaseException:
            pass


path = sys.argv[0]
# Newer interpreters keep the text of -c, and would show it for a script's own <string>.
lines = sys.modules.get("linecache")
if lines is not None:
    lines.clearcache()
    getattr(lines, "_interactive_cache", {}).clear()
files = sys.modules["_frozen_importlib_external"]
main = type(sys)("__main__")
main.__dict__.update({name: value for name, value in first.items() if name.startswith("__")})
main.__loader__ = files.SourceFileLoader("__main__", path)
main.__file__ = path
main.__cached__ = None
sys.modules["__main__"] = main
own = sys._getframe()
# Nothing of the script is held from here when it ends: its module goes as it would without this one.
names = main.__dict__
del main

try:
    with _io.open(path, "rb") as file:
        source = file.read()
    del file
    if b"PK\5\6" in source[-65557:]:
        # It may be an archive with a __main__ in it; whoever is asked for it says so.
        import zipimport

        try:
            zipimport.zipimporter(path)
            code = None
        except zipimport.ZipImportError:
            code = compile(source, path, "exec", dont_inherit=True)
    elif source[:4] == files.MAGIC_NUMBER:
        import marshal

        sys.modules["__main__"].__loader__ = files.SourcelessFileLoader("__main__", path)
        code = marshal.loads(source[16:])
    else:
        code = compile(source, path, "exec", dont_inherit=True)
    del source
    if code is None:
        import runpy

        sys.path.insert(0, path)
        runpy._run_module_as_main("__main__", False)
    else:
        # What the collector lists behind it, as long as it has not looked for garbage, the script has made.
        mark = []
        try:
            exec(code, names)
        finally:
            flush()
        status = 0
        if quiet is not None and not asks:
            leave_quietly(gc.callbacks, True)
        for name in ("__file__", "__cached__"):
            names.pop(name, None)
    status = 0
except BaseException as error:
    if type(error) is SystemExit and (error.code is None or type(error.code) is int and 0 <= error.code < 256):
        status = error.code or 0
    # The interpreter reports it, without the frame that is not the script's.
    hook = getattr(sys, "excepthook", sys.__excepthook__)

    def report(kind, value, trace):
        sys.excepthook = hook
        while trace is not None and trace.tb_frame is own:
            trace = trace.tb_next
        hook(kind, BaseException.with_traceback(value, trace), trace)

    sys.excepthook = report
    raise
finally:
    del names
