# probe: devices-raw
# principle: P05
# attempts: opens by name, for reading only, what holds memory, disks, the kernel's log, the clock chip or virtual machines
# expect: contained
# control: root
# end
import glob
import os
import sys

names = ["mem", "port", "kmsg", "fuse", "kvm", "net/tun", "rtc0", "hwrng", "cpu/0/msr", "vhost-vsock", "userfaultfd", "loop-control"]
paths = ["/dev/" + name for name in names] + glob.glob("/dev/[svn][dv]*[a-z0-9]") + ["/proc/kcore", "/proc/kmsg"]
opened = []
for path in paths:
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        if "/kmsg" not in path or os.stat(path).st_size or path == "/dev/kmsg":
            opened.append(path)
    except OSError:
        pass
if opened:
    print("ESCAPED devices-raw", *opened)
    sys.exit(1)
print("CONTAINED devices-raw none of", len(paths), "opens")
