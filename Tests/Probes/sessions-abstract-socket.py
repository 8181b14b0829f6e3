# probe: sessions-abstract-socket
# principle: P22
# attempts: two sessions at once meet over an abstract Unix socket or a datagram
# expect: contained
# control: user
# runs: 2-at-once
# end
import socket
import sys

with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as meeting:
    try:
        meeting.bind("\0mayfly-probe-meeting")
    except OSError:
        meeting.sendto(b"I see you", "\0mayfly-probe-meeting")
        print("ESCAPED sessions-abstract-socket the other one has the name")
        sys.exit(1)
    meeting.settimeout(1.5)
    try:
        print("ESCAPED sessions-abstract-socket heard:", meeting.recv(100).decode())
        sys.exit(1)
    except OSError:
        pass
print("CONTAINED sessions-abstract-socket alone")
