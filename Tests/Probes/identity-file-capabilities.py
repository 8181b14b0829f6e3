# probe: identity-file-capabilities
# principle: P02
# attempts: gives its own file a capability or a set-group-id of another group, which exec would hand out
# expect: contained
# control: root
# end
import os
import struct
import sys

open("armed", "w").close()
won = []
try:
    # VFS_CAP_REVISION_2, effective: cap_setuid
    os.setxattr("armed", "security.capability", struct.pack("<5I", 0x02000001, 1 << 7, 0, 0, 0))
    won.append("security.capability")
except OSError:
    pass
try:
    os.chown("armed", -1, 4242)
    os.chmod("armed", 0o2755)
    if os.stat("armed").st_mode & 0o2000:
        won.append("set-group-id of a foreign group")
except OSError:
    pass
os.unlink("armed")
if won:
    print("ESCAPED identity-file-capabilities", ", ".join(won))
    sys.exit(1)
print("CONTAINED identity-file-capabilities no file carries privilege")
