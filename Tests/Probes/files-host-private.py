# probe: files-host-private
# principle: P03
# attempts: opens for reading what belongs to the host alone: password hashes, homes, logs, the daemon's state and the kernel's image
# expect: contained
# control: root
# end
import os
import sys

targets = ["/etc/shadow", "/etc/gshadow", "/etc/ssh", "/etc/sudoers", "/etc/mayfly", "/root", "/home", "/boot", "/opt", "/srv", "/mnt"]
targets += ["/media", "/var/lib", "/var/log", "/var/tmp", "/var/run", "/run", "/sys", "/lost+found", "/old", "/.old", "/oldroot"]
seen = []
for target in targets:
    try:
        descriptor = os.open(target, os.O_RDONLY)
        if os.path.isdir(target) or os.read(descriptor, 1):
            seen.append(target)
        os.close(descriptor)
    except OSError:
        pass
if seen:
    print("ESCAPED files-host-private", *seen)
    sys.exit(1)
print("CONTAINED files-host-private none of", len(targets), "is there")
