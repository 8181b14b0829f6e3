# probe: namespaces-initial
# principle: P07
# attempts: asks whether a namespace it lives in is the machine's first of its kind: the kernel gives those fixed numbers
# expect: contained
# control: user
# end
import os
import sys

# include/uapi/linux/nsfs.h, and mnt as every machine has it
first = {"ipc": 0xEFFFFFFF, "uts": 0xEFFFFFFE, "user": 0xEFFFFFFD, "pid": 0xEFFFFFFC, "cgroup": 0xEFFFFFFB, "time": 0xEFFFFFFA}
shared = [name for name, number in first.items() if os.stat(f"/proc/self/ns/{name}").st_ino == number]
shared += [name for name in ("mnt", "net") if os.stat(f"/proc/self/ns/{name}").st_ino < 4026531990 - 130]
if os.path.exists("/proc/2/comm") and os.getpid() != 2 and open("/proc/2/comm").read() == "kthreadd\n":
    shared.append("kernel threads are visible")
if shared:
    print("ESCAPED namespaces-initial", *shared)
    sys.exit(1)
print("CONTAINED namespaces-initial every namespace is new")
