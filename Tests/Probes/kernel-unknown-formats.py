# probe: kernel-unknown-formats
# principle: P08
# attempts: executes itself, a file of no format, for which the kernel would start a program that looks for a module
# expect: contained
# control: user
# end
import ctypes
import errno
import os
import sys

# The space before the first word above is none of ASCII: a file that begins with four bytes of a text is never looked for.
here = os.path.abspath(__file__)
with open(here, "rb") as file:
    assert not file.read(4).isascii()
try:
    # Outside of a cell it may not be one yet.
    os.chmod(here, 0o755)
except OSError:
    pass
libc = ctypes.CDLL(None, use_errno=True)
descriptor = os.open(here, os.O_RDONLY)
os.set_inheritable(descriptor, True)
empty = (ctypes.c_char_p * 2)(b"x", None)


def execveat():
    libc.syscall(322, descriptor, b"", empty, None, 0x1000)
    raise OSError(ctypes.get_errno(), "execveat")


ways = {
    "path": lambda: os.execv(here, ["x"]),
    "/proc/self/fd": lambda: os.execv(f"/proc/self/fd/{descriptor}", ["x"]),
    "execveat": execveat,
}
looked = []
for name, way in ways.items():
    if (pid := os.fork()) == 0:
        try:
            way()
        except OSError as failure:
            os._exit(failure.errno)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != errno.EACCES:
        looked.append(name)
if looked:
    print("ESCAPED kernel-unknown-formats looked at by", ", ".join(looked))
    sys.exit(1)
print("CONTAINED kernel-unknown-formats by its mode alone")
