# probe: memory-access-lists
# principle: P14
# attempts: has the kernel keep access lists of 64 KiB each, in memory that no limit counts
# expect: contained|memory_limit
# control: user
# cap: 48 MiB
# end
import os
import struct
import sys


def entry(tag, rights, who=0xFFFFFFFF):
    return struct.pack("<HHI", tag, rights, who)


own, group, mask, others = entry(1, 7), entry(4, 7), entry(16, 7), entry(32, 7)
access = struct.pack("<I", 2) + own + entry(2, 7, os.getuid()) * 8180 + group + mask + others
place = "/dev/shm" if os.path.isdir("/dev/shm") else "."
kept, made = 0, []
try:
    while kept < 48 << 20:
        made.append(f"{place}/mayfly-probe-{os.getpid()}-{len(made)}")
        os.mkdir(made[-1])
        for name in ("system.posix_acl_access", "system.posix_acl_default"):
            os.setxattr(made[-1], name, access)
            kept += 128 << 10
except OSError:
    pass
finally:
    for path in made:
        if os.path.isdir(path):
            os.rmdir(path)
if kept >= 48 << 20:
    print("ESCAPED memory-access-lists", kept >> 20, "MiB of access lists")
    sys.exit(1)
print("CONTAINED memory-access-lists stopped at", kept >> 10, "KiB")
