# How an interpreter that was started ahead ends: as one that was started for its script, or sooner where nobody can tell. The first half of the
# program; python_run.py is the second.
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


# The types of what has no end that anybody could see, by their identifiers: a type may have a hash of its own. What such a thing holds is
# listed by the collector too, or can at most warn when it ends.
def plain_types():
    def function():
        return function

    types = dict, list, tuple, set, frozenset, type(function), type(function.__closure__[0]), type(function.__get__(0)), type(len)
    return {*map(id, types), id(Dropped)}


# What a stream is made of: the text, the buffer and the file below it; less of one that was taken apart.
def parts(text):
    try:
        return text, text.buffer, getattr(text.buffer, "raw", text.buffer)
    except (AttributeError, ValueError):
        return (text,)


# Whether things of a type have an end of their own; asked without code of a metaclass of the script's.
def has_end(kind, get=type.__getattribute__):
    try:
        get(kind, "__del__")
        return True
    except AttributeError:
        return False


# Whether one of these has one, but for the streams and for what is made here.
def has_loud(objects):
    types = {id(one): one for one in map(type, objects)}
    ends = {key: has_end(one) and one is not Dropped for key, one in types.items()}
    mine = [id(part) for text in (sys.__stdin__, sys.__stdout__, sys.__stderr__) for part in parts(text)]
    return any(ends[id(type(thing))] and id(thing) not in mine for thing in objects)


def filters_in_force():
    return getattr(sys.modules.get("warnings"), "filters", _warnings.filters)


# The types that a script could give an end to, and that things have which are there now; None where something has one already, or could warn.
def quiet_types():
    objects = gc.get_objects()
    warns = next((one[0] for one in filters_in_force() if issubclass(ResourceWarning, one[2])), "default") != "ignore"
    # Those of interpreters in this one end when they are dropped, and the collector does not list them.
    if warns or "_xxsubinterpreters" in sys.modules or has_loud(objects):
        return None
    # Those that can be changed: Py_TPFLAGS_HEAPTYPE.
    return [one for one in set(map(type, objects)) if one.__flags__ & 1 << 9]


# Whether nothing could be seen of taking all modules apart: the script has made and kept nothing that has an end of its own, has given none
# to what was there, and nobody listens. Where that is not sure the interpreter does it.
def leaves_nothing(callbacks, audit=sys.audit, objects=gc.get_objects, debug=gc.get_debug):
    # Fails where there are hooks for audits, and they do not hear of it.
    audit(None)
    if callbacks or debug() or filters_in_force() != filters:
        return False
    for thing in reversed(objects(generation=0)):
        if thing is mark:
            break
        if id(type(thing)) not in plain and thing is not own:
            return False
    else:
        # The collector has looked for garbage or put all aside, and has another list now.
        return False
    return not any(map(has_end, quiet))


# Whether the interpreter would flush its streams now, as they are and without anybody else, and nothing but what is Python's would have
# something to do at the end: other libraries may, and only the interpreter knows the exit code of one that cannot write.
def is_usual():
    if own_stdout() is not sys.stdout or own_stderr() is not sys.stderr:
        return False
    for text in (sys.__stdin__, sys.stdout, sys.stderr):
        text, buffer, file = parts(text)
        # No flush and no close of the script's.
        if not {**vars(text), **vars(buffer), **vars(file)}.keys() <= own_names:
            return False
    return (mapped_code() == own_code or mapped_programs() == own_programs) and _thread._count() == 0


# Ends the process if nobody could tell that from the interpreter's own end. At once: nobody has been waited for or called yet.
def leave_quietly(callbacks, at_once, leave=os._exit, called=atexit._ncallbacks):
    global asked
    try:
        if asked or at_once and ("threading" in sys.modules or called() != 1 or registered() is None):
            return
        asked = True
        if leaves_nothing(callbacks) and is_usual():
            sys.stdout.flush()
            sys.stderr.flush()
            leave(status)
    except BaseException:
        pass


# Whether what was put aside may hold something of the script's that has an end, in a circle that only the collector opens. These modules
# write when their objects are dropped; where there is much, looking at it takes longer than the collector does. Any doubt means yes.
def may_hold(audit=sys.audit, objects=gc.get_objects):
    try:
        audit(None)
        if quiet is None or filters_in_force() != filters or not {"_sqlite3", "_dbm", "_gdbm"}.isdisjoint(sys.modules):
            return True
        there = objects()
        return len(there) > 100_000 or has_loud(there) or any(map(has_end, quiet))
    except BaseException:
        return True


# The first that is registered for the end is the last that is called. What is registered then is not called, and is dropped as the last.
def register(callbacks, leave, _):
    atexit.register(Dropped(end, callbacks, leave))


# The interpreter is about to flush its streams, and to take all modules apart. It drops the callbacks of its garbage collector after the
# last collection, when nothing of a script's is left to see it. What it would still do is to put its own memory in order, for as long
# again. Where anything is not as usual, the end is the interpreter's own.
def end(callbacks, leave, unfreeze=gc.unfreeze):
    global quiet
    try:
        if status is not None and quiet is not None:
            leave_quietly(callbacks, False)
        if may_hold():
            unfreeze()
        # It would hold its types past the last collection.
        quiet = None
        if status is not None and sys.version_info[:2] == (3, 11) and is_usual():
            sys.stdout.flush()
            sys.stderr.flush()
            # Before the script's own: a list is dropped from its end.
            callbacks.insert(0, Dropped(leave, status))
    except BaseException:
        quiet = None
