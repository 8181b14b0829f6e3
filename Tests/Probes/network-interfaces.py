# probe: network-interfaces
# principle: P10
# attempts: looks for network cards by library call, in /proc and in /sys, and whether loopback is up
# expect: contained
# control: user
# end
import fcntl
import os
import socket
import struct
import sys

found = {line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]}
try:
    found |= {name for _, name in socket.if_nameindex()}
except OSError:
    pass
if os.path.isdir("/sys/class/net"):
    found |= set(os.listdir("/sys/class/net"))
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
    try:
        flags = struct.unpack("16sH", fcntl.ioctl(asker, 0x8913, struct.pack("16sH", b"lo", 0)))[1]  # SIOCGIFFLAGS
    except OSError:
        flags = 0
found.discard("lo")
if found or flags & 1:
    print("ESCAPED network-interfaces", *sorted(found), "and loopback is up" if flags & 1 else "")
    sys.exit(1)
print("CONTAINED network-interfaces nothing but a loopback that is down")
