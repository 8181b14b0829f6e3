# probe: code-written-program
# principle: P13
# attempts: writes a script and a copy of a program into each place it can write to, and executes them by path and by descriptor
# expect: contained
# control: user
# end
import ctypes
import os
import shutil
import sys

libc = ctypes.CDLL(None, use_errno=True)
ran = []
for place in (".", "/tmp", "/dev/shm", "/outputs"):
    try:
        shutil.copy("/usr/bin/true", f"{place}/copy-{os.getpid()}")
        with open(f"{place}/text-{os.getpid()}", "w") as file:
            file.write("#!/bin/sh\nexit 0\n")
        os.chmod(file.name, 0o755)
    except OSError:
        continue
    for path in (f"{place}/copy-{os.getpid()}", file.name):
        descriptor = os.open(path, os.O_RDONLY)
        os.set_inheritable(descriptor, True)
        empty = (ctypes.c_char_p * 2)(b"x", None)
        ways = {
            "path": lambda: os.execv(path, ["x"]),
            "/proc/self/fd": lambda: os.execv(f"/proc/self/fd/{descriptor}", ["x"]),
            "execveat": lambda: libc.syscall(322, descriptor, b"", empty, None, 0x1000),
            "the loader": lambda: os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", path]) if "copy" in path else None,
        }
        for name, way in ways.items():
            if (pid := os.fork()) == 0:
                os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
                try:
                    way()
                finally:
                    os._exit(9)
            if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0:
                ran.append(f"{path} by {name}")
        os.unlink(path)
if ran:
    print("ESCAPED code-written-program", len(ran), "runs, for example", ran[0])
    sys.exit(1)
print("CONTAINED code-written-program what it writes does not run")
