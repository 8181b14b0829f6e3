# probe: memory-socket-buffers
# principle: P14
# attempts: fills the buffers of unread sockets from many processes, each with as many sockets as it gets
# expect: contained|memory_limit|pids_limit
# control: user
# cap: 192 MiB
# end
import os
import socket
import sys
import time

reader, writer = os.pipe()
children = []
for _ in range(24):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        filled, pairs = 0, []
        try:
            while filled < 8 << 20:
                pairs.append(socket.socketpair())
                for end in pairs[-1]:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
                    end.setblocking(False)
                    try:
                        while filled < 8 << 20:
                            filled += end.send(b"\x5a" * 32768)
                    except BlockingIOError:
                        pass
        except OSError:
            pass
        os.write(writer, filled.to_bytes(4, "big"))
        time.sleep(3)
        os._exit(0)
    children.append(pid)
os.close(writer)
total = sum(int.from_bytes(os.read(reader, 4), "big") for _ in children)
for pid in children:
    os.kill(pid, 9)
if total >= 192 << 20:
    print("ESCAPED memory-socket-buffers 192 MiB in sockets")
    sys.exit(1)
print("CONTAINED memory-socket-buffers stopped at", total >> 20, "MiB")
