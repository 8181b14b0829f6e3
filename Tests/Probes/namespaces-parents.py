# probe: namespaces-parents
# principle: P07
# attempts: asks a namespace's descriptor for its owner and its parent, which would be a descriptor of the host's
# expect: contained
# control: user
# end
import fcntl
import os
import sys

won = []
for kind in ("user", "pid", "net", "mnt", "uts", "ipc", "cgroup", "time"):
    descriptor = os.open(f"/proc/self/ns/{kind}", os.O_RDONLY)
    for request, name in ((0xB701, "owner"), (0xB702, "parent")):  # NS_GET_USERNS, NS_GET_PARENT
        try:
            fcntl.ioctl(descriptor, request)
            won.append(f"{name} of {kind}")
        except OSError:
            pass
    os.close(descriptor)
if won:
    print("ESCAPED namespaces-parents", ", ".join(won))
    sys.exit(1)
print("CONTAINED namespaces-parents no way up from a namespace")
