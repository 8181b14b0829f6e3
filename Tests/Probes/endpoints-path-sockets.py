# probe: endpoints-path-sockets
# principle: P11
# attempts: looks for Unix sockets in the file system and in /proc/net/unix, and connects to each: the host's, the daemon's own
# expect: contained
# control: user
# plants: path-socket
# end
import os
import socket
import stat
import sys

paths = {"/run/mayfly/mayfly.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/var/tmp/mayfly-canary/socket"}
for top in ("/run", "/var/tmp", "/tmp", "/work", "/dev", "/etc", "/script", "/inputs", "/outputs"):
    for directory, _, names in os.walk(top):
        for name in names:
            path = os.path.join(directory, name)
            if os.path.lexists(path) and stat.S_ISSOCK(os.lstat(path).st_mode):
                paths.add(path)
for line in open("/proc/net/unix").readlines()[1:]:
    paths |= set(line.split()[7:8])
met = []
for path in paths:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(0.3)
        try:
            caller.connect(path.replace("@", "\0", 1) if path.startswith("@") else path)
            met.append(path)
        except OSError:
            pass
if met:
    print("ESCAPED endpoints-path-sockets connected to", *met[:4])
    sys.exit(1)
print("CONTAINED endpoints-path-sockets no socket answers")
