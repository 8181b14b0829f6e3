import gc
import os
import sys


# Each leaves something that has something to say when it ends, and nothing else that is out of the ordinary: nothing is imported that
# the interpreter has not imported itself.
def say(*words, write=os.write):
    write(1, " ".join(map(str, words)).encode() + b"\n")


def plain():
    global function, text, tree, method
    function, text, tree, method = say, "text", {"list": [1, (2, {3})], "frozen": frozenset((4,))}, [].append


def instance():
    global kept
    kept = type("Late", (), {"__del__": lambda self, say=say: say("an instance ends")})()


def without_slots():
    global kept
    kept = type("Slotless", (), {"__slots__": (), "__del__": lambda self, say=say: say("an instance without slots ends")})()


def generator():
    def steps():
        try:
            yield
        finally:
            say("a generator ends")

    global kept
    kept = steps()
    next(kept)


def coroutine():
    async def step():
        pass

    global kept
    kept = step()


def file():
    global kept
    kept = open("/dev/fd/1", "w")
    kept.write("a file ends\n")


def weak():
    from _weakref import ref

    # Names go in their order.
    global kept, reference
    kept = type("Target", (), {})()
    reference = ref(kept, lambda gone, say=say: say("a reference has lost its target"))


def cycle():
    kept = [type("Late", (), {"__del__": lambda self, say=say: say("what is in a cycle ends")})()]
    kept.append(kept)


def given():
    type(os.environ).__del__ = lambda self, say=say: say("what was there before ends")


def given_to_a_base():
    type(os.environ).__mro__[1].__del__ = lambda self, say=say: say("a class below has one that ends")


def closed():
    sys.stdin.close = lambda say=say: say("standard input is closed")


def closed_below():
    sys.stdout.buffer.close = lambda say=say: say("what is below standard output is closed")


def flushed():
    sys.stderr.flush = lambda say=say: say("standard error is flushed")


def audited():
    def hook(event, words, last="cpython.PyInterpreterState_Clear", write=os.write):
        if event == last:
            write(1, b"the hook for audits hears the last\n")

    sys.addaudithook(hook)


def collected():
    gc.callbacks.append(lambda phase, about, say=say: say("garbage:", phase, about["generation"]))


def warned():
    import _socket
    import _warnings

    _warnings.filters.insert(0, ("default", None, ResourceWarning, None, 0))
    _warnings._filters_mutated()
    global kept
    kept = _socket.socket(_socket.AF_UNIX)


def after_garbage():
    global kept
    kept = type("Late", (), {"__del__": lambda self, say=say: say("what is old ends")})()
    gc.collect()


def called():
    import atexit

    atexit.register(say, "what was registered is called")


def called_instead():
    import atexit

    atexit._clear()
    atexit.register(say, "what was registered alone is called")


def registered():
    import atexit

    global kept
    kept = type("Late", (), {"__del__": lambda self, say=say: say("an instance ends after what was registered")})()
    atexit.register(say, "registered")


def left_by_exit():
    global kept
    kept = type("Late", (), {"__del__": lambda self, say=say: say("an instance ends after an exit")})()
    sys.exit(7)


def exits():
    sys.exit(8)


def unwritable():
    os.close(1)
    print("nobody reads this")


def swapped():
    sys.stdout.write("kept by the stream that was standard output\n")
    sys.stdout = sys.stderr


def replaced():
    sys.stdout = None


def hashed():
    def hash(kind, say=say):
        say("a class is asked for its hash")
        return 1

    global kept
    kept = type("Kind", (type,), {"__hash__": hash})("Class", (), {})()


def asked():
    def answer(kind, name, say=say):
        say("a class is asked for", name)
        raise AttributeError(name)

    global kept
    kept = type("Kind", (type,), {"__getattr__": answer})("Class", (), {})()


def without_modules():
    sys.modules = None


# The script's own end is the last of them.
for number, end in enumerate([value for value in dict(globals()).values() if type(value) is type(say) and value is not say]):
    pid = os.fork()
    if pid == 0:
        end()
        break
    _, status = os.waitpid(pid, 0)
    print(number, end.__name__, os.waitstatus_to_exitcode(status), flush=True)
else:
    print("end of ends.py")
