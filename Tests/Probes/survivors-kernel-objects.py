# probe: survivors-kernel-objects
# principle: P19
# attempts: leaves System V objects and a message queue, which belong to no process; the second run looks for them and removes them
# expect: contained
# control: user
# runs: 2-in-turn
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
KEY, found = 0x4D707262, []
shared, semaphore, message = libc.shmget(KEY, 0, 0), libc.semget(KEY, 0, 0), libc.msgget(KEY, 0)
if shared >= 0:
    found.append("shared memory")
    libc.shmctl(shared, 0, None)
if semaphore >= 0:
    found.append("semaphores")
    libc.semctl(semaphore, 0, 0)
if message >= 0:
    found.append("messages")
    libc.msgctl(message, 0, None)
if libc.syscall(241, b"mayfly-probe-left") == 0:
    found.append("a POSIX queue")
if found:
    print("ESCAPED survivors-kernel-objects", ", ".join(found))
    sys.exit(1)
libc.shmget(KEY, 4096, 0o1600)
libc.semget(KEY, 1, 0o1600)
libc.msgget(KEY, 0o1600)
libc.syscall(240, b"mayfly-probe-left", 0o102, 0o600, None)
print("CONTAINED survivors-kernel-objects nothing was left")
