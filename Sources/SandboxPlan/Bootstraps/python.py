# Started in a cell that is built ahead: waits for the script, then runs it as if the interpreter had been started with it.
# What is left to tell the difference is written down in docs/warm.md. Descriptor 3 is a socket to pid 1 of the cell.
first = dict(globals())
import _io
import _socket
import _thread
import _warnings
import _weakref
import atexit
import gc
import os
import sys


# How much is mapped as code, as the kernel prints it.
def mapped_code(open=os.open, read=os.read, close=os.close):
    file = open("/proc/self/status", os.O_RDONLY)
    text = read(file, 4096)
    close(file)
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


# The types of what has no end that anybody could see, whatever it holds: that has its own place in the collector's list.
def plain_types():
    def function():
        return function

    return {dict, list, tuple, set, frozenset, type(function), type(function.__closure__[0]), type(function.__get__(0)), type(len), Dropped}


# What a stream is made of: the text, the buffer and the file below it.
def parts(text):
    buffer = text.buffer
    return text, buffer, getattr(buffer, "raw", buffer)


# The types of what is there that could be given an end of its own, if nothing has one but the streams.
def quiet_types():
    objects = gc.get_objects()
    types = set(map(type, objects))
    loud = {one for one in types if hasattr(one, "__del__")}
    mine = [part for text in (sys.stdin, sys.stdout, sys.stderr) for part in parts(text)]
    if sys.warnoptions or any(type(thing) in loud and not any(thing is part for part in mine) for thing in objects):
        return None
    # Those that can be changed: Py_TPFLAGS_HEAPTYPE.
    return [one for one in types if one.__flags__ & 1 << 9]


# Whether nothing could be seen of taking all modules apart: the script has made and kept nothing that has an end of its own, has given none
# to what was there, and nobody listens. Where that is not sure the interpreter does it.
def leaves_nothing(callbacks, audit=sys.audit, objects=gc.get_objects, debug=gc.get_debug):
    # Fails where there are hooks for audits, and they do not hear of it.
    audit(None)
    if callbacks or debug() or _warnings.filters != filters:
        return False
    for thing in reversed(objects(generation=0)):
        if thing is mark:
            break
        if type(thing) not in plain and thing is not own:
            return False
    else:
        # The collector has looked for garbage, and has another list now.
        return False
    for one in quiet:
        if hasattr(one, "__del__"):
            return False
    for text in (sys.__stdin__, sys.stdout, sys.stderr):
        text, buffer, file = parts(text)
        if not {**vars(text), **vars(buffer), **vars(file)}.keys() <= own_names:
            return False
    return True


# Whether the interpreter would flush its streams now, as they are and without anybody else, and nothing but what is Python's would have
# something to do at the end: other libraries may, and only the interpreter knows the exit code of one that cannot write.
def is_usual():
    if own_stdout() is not sys.stdout or own_stderr() is not sys.stderr or "flush" in {**vars(sys.stdout), **vars(sys.stderr)}:
        return False
    return _thread._count() == 0 and (mapped_code() == own_code or mapped_programs() == own_programs)


# Ends the process if nobody could tell that from the interpreter's own end.
def leave_quietly(callbacks, leave=os._exit):
    try:
        if leaves_nothing(callbacks) and is_usual():
            sys.stdout.flush()
            sys.stderr.flush()
            leave(status)
    except BaseException:
        pass


# The first that is registered for the end is the last that is called. What is registered then is not called, and is dropped as the last.
def register(callbacks, leave):
    atexit.register(Dropped(end, callbacks, leave))


# The interpreter is about to flush its streams, and to take all modules apart. It drops the callbacks of its garbage collector after the
# last collection, when nothing of a script's is left to see it. What it would still do is to put its own memory in order, for as long
# again. Where anything is not as usual, the end is the interpreter's own.
def end(callbacks, leave):
    try:
        if status is None:
            return
        if quiet is not None:
            leave_quietly(callbacks)
        if is_usual():
            sys.stdout.flush()
            sys.stderr.flush()
            # Before the script's own: a list is dropped from its end.
            callbacks.insert(0, Dropped(leave, status))
    except BaseException:
        pass


status = own_code = own_programs = quiet = mark = None
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

# AF_UNIX and SOCK_SEQPACKET.
gate = _socket.socket(1, 5, 0, 3)
own_numbers = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
plain, filters, quiet = plain_types(), list(_warnings.filters), quiet_types()
own_names = frozenset(("mode", "name"))
# Whether the interpreter may ask for more when the script has ended: -i and PYTHONINSPECT.
asks = bool(sys.flags.inspect or not sys.flags.ignore_environment)

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
# The message: see StartPlan+Texts.swift.
gate.send(b"\1")
# MSG_PEEK and MSG_TRUNC: how long it is.
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
        # What the collector lists behind it, as long as it has not looked for garbage, the script has made.
        mark = []
        try:
            exec(code, names)
        finally:
            flush()
        status = 0
        # Nobody has to be waited for, asked or called before the modules are taken apart. Otherwise it is looked at then.
        if quiet is not None and not asks and "threading" not in sys.modules and atexit._ncallbacks() == 1:
            leave_quietly(gc.callbacks)
            quiet = None
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
