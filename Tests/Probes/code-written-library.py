# probe: code-written-library
# principle: P13
# attempts: writes a library and loads it: with dlopen, by an executable mapping, and by LD_PRELOAD into another program
# expect: contained
# control: user
# end
import ctypes
import ctypes.util
import mmap
import os
import shutil
import subprocess
import sys

source = "/lib/x86_64-linux-gnu/libm.so.6"
won = []
for place in (".", "/tmp", "/dev/shm", "/outputs"):
    library = os.path.abspath(f"{place}/written-{os.getpid()}.so")
    try:
        shutil.copy(source, library)
    except OSError:
        continue
    try:
        ctypes.CDLL(library)
        won.append(f"{place} dlopen")
    except OSError:
        pass
    with open(library, "rb") as file:
        try:
            mmap.mmap(file.fileno(), 4096, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC).close()
            won.append(f"{place} mapping")
        except OSError:
            pass
    maps = subprocess.run(["/bin/cat", "/proc/self/maps"], env={"LD_PRELOAD": library}, capture_output=True, text=True).stdout
    if any(library in line and "x" in line.split()[1] for line in maps.splitlines()):
        won.append(f"{place} preload")
    os.unlink(library)
if won:
    print("ESCAPED code-written-library", ", ".join(won))
    sys.exit(1)
print("CONTAINED code-written-library no library of its own")
