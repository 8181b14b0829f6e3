# probe: kernel-socket-filters
# principle: P14
# attempts: attaches filters and options of packets to sockets, for which the kernel takes memory that no limit counts
# expect: contained
# control: user
# end
import ctypes
import socket
import struct
import sys

# ld #0; ret a
program = struct.pack("=HBBI", 0x00, 0, 0, 0) + struct.pack("=HBBI", 0x16, 0, 0, 0)
code = ctypes.create_string_buffer(program)
filters = struct.pack("@HP", 2, ctypes.addressof(code))
attempts = [
    ("a filter", 1, 26, filters),  # SOL_SOCKET, SO_ATTACH_FILTER
    ("a filter of a group", 1, 51, filters),  # SO_ATTACH_REUSEPORT_CBPF
    ("options of IPv4", 0, 4, b"\x01" * 40),  # IP_OPTIONS
    ("options of a hop", 41, 54, b"\x3b\x00\x01\x04\x00\x00\x00\x00"),  # IPV6_HOPOPTS
    ("options of the end", 41, 59, b"\x3b\x00\x01\x04\x00\x00\x00\x00"),  # IPV6_DSTOPTS
]
won = []
for name, level, option, value in attempts:
    for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as one:
                one.setsockopt(level, option, value)
            won.append(name)
        except OSError:
            pass
if won:
    print("ESCAPED kernel-socket-filters", len(won), "times:", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-socket-filters none")
