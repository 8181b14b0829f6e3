# probe: cleanup-unremovable
# principle: P21
# attempts: leaves what removers stumble over: no permissions, odd names, links to parents, immutable flags; the second run looks
# expect: contained
# control: user
# runs: 2-in-turn
# end
import fcntl
import os
import shutil
import struct
import sys

TOP = b"/tmp/mayfly-probe-stubborn"
if os.path.isdir(TOP):
    os.system("chmod -R u+rwx /tmp/mayfly-probe-stubborn")
    shutil.rmtree(TOP)
    print("ESCAPED cleanup-unremovable the first run's files are there")
    sys.exit(1)
os.makedirs(TOP + b"/closed/inner")
os.symlink(b"..", TOP + b"/closed/parent")
os.symlink(b"/proc/self/cwd", TOP + b"/closed/cwd")
for name in (b"-rf", b"\n", b"\xff", b"x" * 255, b" ", b"*"):
    open(TOP + b"/closed/" + name, "w").close()
with open(TOP + b"/immutable", "w") as file:
    try:
        fcntl.ioctl(file, 0x40086602, struct.pack("l", 0x10))  # FS_IOC_SETFLAGS, immutable: only root could
    except OSError:
        pass
os.chmod(TOP + b"/closed/inner", 0)
os.chmod(TOP + b"/closed", 0)
print("CONTAINED cleanup-unremovable a stubborn tree was left")
