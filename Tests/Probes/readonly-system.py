# probe: readonly-system
# principle: P04
# attempts: opens system files for writing and makes unnamed files in system directories; writes nothing
# expect: contained
# control: root
# end
import os
import sys

files = ["/etc/ld.so.cache", "/etc/passwd", "/etc/hosts", "/usr/bin/env", "/usr/lib/os-release", "/usr/bin/cat", "/bin/sh"]
directories = ["/", "/etc", "/usr", "/usr/bin", "/usr/lib", "/bin/", "/lib/", "/dev", "/script", "/inputs", "/usr/local/bin"]
won = []
for path in files:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND))
        won.append(path)
    except OSError:
        pass
for path in directories:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_TMPFILE, 0o600))  # vanishes with its descriptor
        won.append(path)
    except OSError:
        pass
if won:
    print("ESCAPED readonly-system writable:", *won)
    sys.exit(1)
print("CONTAINED readonly-system nothing of the system is writable")
