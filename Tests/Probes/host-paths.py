# probe: host-paths
# principle: P24
# attempts: looks in its mounts and its own process for paths of the host: the daemon's directories, homes, control groups
# expect: contained
# control: user
# end
import sys

known = {"/", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache"}
known |= {"/proc", "/work", "/tmp", "/dev/shm", "/outputs"}
known |= {"/dev/" + name for name in ("null", "zero", "full", "random", "urandom")}
known |= {"/script", "/inputs"}
told = set()
for line in open("/proc/self/mountinfo"):
    fields = line.split()
    root, place, options = fields[3], fields[4], fields[-1]
    if place not in known and not place.startswith("/proc/"):
        told.add(place)
    if any(word in root + options for word in ("/var/", "/home", "/run", "/root", "lowerdir", "mayfly/")):
        told.add(root)
for line in open("/proc/self/cgroup"):
    if line.strip().split(":", 2)[2] != "/":
        told.add(line.strip())
if told:
    print("ESCAPED host-paths", *sorted(told)[:4])
    sys.exit(1)
print("CONTAINED host-paths only paths of its own")
