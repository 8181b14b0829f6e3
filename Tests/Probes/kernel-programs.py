# probe: kernel-programs
# principle: P08
# attempts: loads or observes with bpf and perf_event_open: a map, a counter, a socket's old packet filter
# expect: contained
# control: root
# end
import ctypes
import os
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
attributes = ctypes.create_string_buffer(struct.pack("II", 1, 128) + bytes(120))
calls = {
    "bpf map": lambda: libc.syscall(321, 0, struct.pack("4I", 2, 4, 4, 1) + bytes(112), 72),
    "bpf program list": lambda: libc.syscall(321, 11, ctypes.create_string_buffer(128), 12),
    "perf counter of this process": lambda: libc.syscall(298, attributes, 0, -1, -1, 0),
    "perf counter of a processor": lambda: libc.syscall(298, attributes, -1, 0, -1, 0),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        os._exit(7 if call() >= 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED kernel-programs", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-programs no program and no counter")
