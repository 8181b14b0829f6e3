# probe: network-fast-open
# principle: P10
# attempts: sends without connecting: datagrams, TCP with its first bytes, ping sockets, to the discard port of loopback
# expect: contained
# control: user
# end
import socket
import sys

sent = []
for name, kind, protocol, flags in (
    ("datagram", socket.SOCK_DGRAM, 0, 0),
    ("UDP-Lite", socket.SOCK_DGRAM, 136, 0),
    ("fast open", socket.SOCK_STREAM, 0, socket.MSG_FASTOPEN | socket.MSG_DONTWAIT),
    ("ping", socket.SOCK_DGRAM, 1, 0),
    ("MPTCP", socket.SOCK_STREAM, 262, socket.MSG_FASTOPEN | socket.MSG_DONTWAIT),
):
    try:
        with socket.socket(socket.AF_INET, kind, protocol) as sender:
            sender.sendto(b"\x08\0\0\0\0\0\0\0", flags, ("127.0.0.1", 9))
            sent.append(name)
    except BlockingIOError:
        sent.append(name)
    except OSError:
        pass
if sent:
    print("ESCAPED network-fast-open sent:", ", ".join(sent))
    sys.exit(1)
print("CONTAINED network-fast-open nothing was sent")
