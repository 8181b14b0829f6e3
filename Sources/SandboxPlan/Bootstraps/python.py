# Started in a cell that is built ahead: waits for the script, then runs it as if the interpreter had been started with it.
# What is left to tell the difference is written down in docs/warm.md. Descriptor 3 is a socket to pid 1 of the cell.
first = dict(globals())
import _io
import _socket
import _thread
import _weakref
import atexit
import gc
import os
import sys


# How much is mapped as code, as the kernel prints it.
def mapped_code(open=_io.open):
    with open("/proc/self/status", "rb", 0) as file:
        text = file.read()
    return text[text.index(b"VmLib:") :].split(None, 2)[1]


# What is mapped as code, but for modules of the interpreter's own library: they write by system calls alone and have nothing to do at the
# end. What they are linked with counts, and so does what loads anything.
def mapped_programs(open=_io.open):
    with open("/proc/self/maps", "rb", 0) as file:
        lines = [line for line in file.read().splitlines() if b" r-xp " in line]
    return sum(b"/lib-dynload/" not in line or b"/_ctypes." in line for line in lines)


# Calls something when the interpreter drops it.
class Dropped:
    def __init__(self, call, *arguments):
        self.call, self.arguments = call, arguments

    def __call__(self, *arguments):
        pass

    def __del__(self):
        self.call(*self.arguments)


# The first that is registered for the end is the last that is called. What is registered then is not called, and is dropped as the last.
def register(callbacks, leave):
    atexit.register(Dropped(end, callbacks, leave))


# The interpreter is about to flush its streams, and to take all modules apart. It drops the callbacks of its garbage collector after the
# last collection, when nothing of a script's is left to see it. What it would still do is to put its own memory in order, for as long
# again. Where anything is not as usual, the end is the interpreter's own: libraries may have something to do then, and only it knows
# the exit code of one that cannot write.
def end(callbacks, leave):
    try:
        usual = status is not None and own_stdout() is sys.stdout and own_stderr() is sys.stderr
        usual = usual and "flush" not in {**vars(sys.stdout), **vars(sys.stderr)}
        if usual and _thread._count() == 0 and (mapped_code() == own_code or mapped_programs() == own_programs):
            sys.stdout.flush()
            sys.stderr.flush()
            # Before the script's own: a list is dropped from its end.
            callbacks.insert(0, Dropped(leave, status))
    except BaseException:
        pass


status = own_code = own_programs = None
try:
    own_programs = mapped_programs()
except OSError:
    pass
# Others may drop them in another order. What is given to it here is in no name of this module: it would hold itself.
if sys.version_info[:2] == (3, 11):
    atexit.register(register, gc.callbacks, os._exit)

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

# What is there now stays to the end: it need not be looked at for garbage again, neither by the script's collector nor at exit.
gc.collect()
gc.freeze()

# AF_UNIX and SOCK_SEQPACKET. The message: see StartPlan+Texts.swift.
# What an import has printed is nobody's output.
sys.stdout.flush()
sys.stderr.flush()
gate = _socket.socket(1, 5, 0, 3)
gate.send(b"\1")
message, ancillary, _, _ = gate.recvmsg(1 << 18, 64)
if not ancillary:
    os._exit(1)
data = ancillary[0][2]
if len(data) != 12:
    os._exit(1)
for number in (0, 1, 2):
    got = int.from_bytes(data[4 * number : 4 * number + 4], sys.byteorder)
    os.dup2(got, number)
    os.close(got)
gate.close()

texts = message.split(b"\0")[:-1]
count = int(texts[1])
arguments = [os.fsdecode(text) for text in texts[2 : 2 + count]]
for text in texts[2 + count :]:
    name, _, value = text.partition(b"=")
    os.environb[name] = value
sys.orig_argv = arguments
sys.argv = arguments[arguments.index(next(text for text in arguments if text.startswith("/script/"))) :]
sys.stdin = sys.__stdin__ = stream(0, sys.stdin, "<stdin>", False)
sys.stdout = sys.__stdout__ = stream(1, sys.stdout, "<stdout>", True)
sys.stderr = sys.__stderr__ = stream(2, sys.stderr, "<stderr>", True)
own_stdout, own_stderr = _weakref.ref(sys.stdout), _weakref.ref(sys.stderr)


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
        try:
            exec(code, names)
        finally:
            flush()
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
