# probe: code-memory-program
# principle: P13
# attempts: executes a program that lies in memory only: a memfd, an unnamed file, a deleted one
# expect: contained
# control: user
# end
import os
import shutil
import sys

sources = {}
try:
    sources["memfd"] = os.memfd_create("x", 0)
except OSError:
    pass
for place in (".", "/dev/shm"):
    sources[f"unnamed in {place}"] = os.open(place, os.O_TMPFILE | os.O_RDWR, 0o700)
sources["deleted"] = os.open("deleted", os.O_RDWR | os.O_CREAT, 0o700)
os.unlink("deleted")
ran = []
for name, descriptor in sources.items():
    with open("/usr/bin/true", "rb") as source, os.fdopen(os.dup(descriptor), "wb") as target:
        shutil.copyfileobj(source, target)
    reader = os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY)
    os.close(descriptor)
    if (pid := os.fork()) == 0:
        try:
            os.execv(f"/proc/self/fd/{reader}", ["x"])
        except OSError:
            os._exit(9)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0:
        ran.append(name)
if ran:
    print("ESCAPED code-memory-program", ", ".join(ran))
    sys.exit(1)
print("CONTAINED code-memory-program nothing in memory was executed")
