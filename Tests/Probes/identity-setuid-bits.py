# probe: identity-setuid-bits
# principle: P02
# attempts: finds set-user-id files whose bit would count: no_new_privs is off, and their mount is not nosuid
# expect: contained
# control: user
# end
import ctypes
import os
import stat
import sys

locked = ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 1
live = []
for directory in ("/usr/bin", "/usr/sbin", "/usr/lib", "/work", "/tmp"):
    if not os.path.isdir(directory):
        continue
    nosuid = os.statvfs(directory).f_flag & os.ST_NOSUID
    for entry in os.scandir(directory):
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISREG(mode) and mode & 0o6000 and not (nosuid and locked):
            live.append(entry.path)
if live:
    print("ESCAPED identity-setuid-bits", len(live), "files, for example", live[0])
    sys.exit(1)
print("CONTAINED identity-setuid-bits every set-user-id bit is dead")
