# probe: kernel-personality
# principle: P08
# attempts: switches address randomisation off, asks for executable data and for old kernels' behaviour
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
won = []
for name, persona in {"no randomisation": 0x40000, "read implies exec": 0x400000, "mmap page zero": 0x100000, "32 bit": 8}.items():
    if (pid := os.fork()) == 0:
        libc.personality(persona)
        os._exit(7 if libc.personality(0xFFFFFFFF) & persona else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED kernel-personality", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-personality personality stays")
