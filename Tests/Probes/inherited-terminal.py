# probe: inherited-terminal
# principle: P12
# attempts: types into a terminal: by TIOCSTI and TIOCLINUX on its streams, and on a terminal that it makes and takes for itself
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
if (pid := os.fork()) == 0:
    os.setsid()
    numbers = [0, 1, 2]
    try:
        numbers += os.openpty()  # opening it as a session's leader makes it the controlling terminal
        libc.ioctl(numbers[-1], 0x540E, 0)  # TIOCSCTTY
    except OSError:
        pass
    typed = 0
    for number in numbers:
        for request in (0x5412, 0x5412 | 1 << 32, 0x541C):  # TIOCSTI, the same with a bit that is ignored, TIOCLINUX
            typed |= libc.syscall(16, number, ctypes.c_ulong(request), b"x") == 0
    os._exit(7 if typed or len(numbers) > 3 else 0)
if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
    print("ESCAPED inherited-terminal has a terminal to type into")
    sys.exit(1)
print("CONTAINED inherited-terminal no terminal and no typing")
