# probe: kernel-administration
# principle: P08
# attempts: makes calls of an administrator with arguments that do nothing, and looks whether the kernel judged them itself
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "swapon": (167, b"", 0),
    "swapoff": (168, b""),
    "reboot": (169, 0, 0, 0, None),  # without its magic numbers
    "init_module": (175, None, 0, b""),
    "delete_module": (176, b"mayfly-no-such-module", 0x800),
    "kernel log size": (103, 10, None, 0),
    "iopl 0": (172, 0),
    "quotactl": (179, 0x800002 << 8, b"/nowhere", 0, None),
    "setdomainname": (171, None, 65),
    "modify_ldt": (154, 99, None, 0),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        answer = libc.syscall(*call)
        os._exit(7 if answer >= 0 or ctypes.get_errno() not in (1, 38) else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED kernel-administration the kernel considered", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-administration nothing reached the kernel")
