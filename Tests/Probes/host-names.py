# probe: host-names
# principle: P24
# attempts: looks for what tells this machine from others: its name, its number, its kernel's command line, its board
# expect: contained
# control: user
# end
import ctypes
import os
import sys

told = []
if os.uname().nodename != "mayfly":
    told.append(f"its name is {os.uname().nodename}")
libc = ctypes.CDLL(None)
domain = ctypes.create_string_buffer(65)
if libc.getdomainname(domain, 65) == 0 and domain.value not in (b"(none)", b""):
    told.append(f"its domain is {domain.value.decode()}")
paths = ["/etc/machine-id", "/var/lib/dbus/machine-id", "/proc/cmdline", "/sys/class/dmi/id/product_uuid", "/sys/class/net/eth0/address"]
paths += ["/etc/ssh/ssh_host_ed25519_key.pub", "/proc/device-tree/model", "/etc/fstab", "/proc/partitions", "/proc/diskstats"]
for path in paths:
    try:
        with open(path) as file:
            if file.read(1):
                told.append(path)
    except OSError:
        pass
if told:
    print("ESCAPED host-names", ", ".join(told))
    sys.exit(1)
print("CONTAINED host-names a machine without a name")
