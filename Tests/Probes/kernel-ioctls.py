# probe: kernel-ioctls
# principle: P08
# attempts: asks descriptors for more than their size: file flags, block maps, network cards, a process group's terminal
# expect: contained
# control: user
# end
import fcntl
import os
import socket
import struct
import sys

asked = {
    "FS_IOC_GETFLAGS": (".", 0x80086601),
    "FS_IOC_FSGETXATTR": (".", 0x801C581F),
    "FIOASYNC": ("/dev/null", 0x5452),
    "SIOCGIFINDEX": (None, 0x8933),
    "SIOCGIFHWADDR": (None, 0x8927),
    "SIOCGSTAMP": (None, 0x8906),
    "BLKGETSIZE": ("/dev/null", 0x1260),
}
won = []
for name, (path, request) in asked.items():
    source = socket.socket().detach() if path is None else os.open(path, os.O_RDONLY)
    try:
        fcntl.ioctl(source, request, struct.pack("16s48x", b"lo") if path is None else bytes(64))
        won.append(name)
    except OSError as error:
        if error.errno != 1:
            won.append(f"{name} (errno {error.errno})")
if won:
    print("ESCAPED kernel-ioctls", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-ioctls", len(asked), "requests refused by the filter")
