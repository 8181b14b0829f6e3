# probe: files-climb-out
# principle: P03
# attempts: climbs with ".." from directories that were renamed away under its feet, until it meets the host's root
# expect: contained
# control: user
# plants: file
# end
import os
import sys

starts = [os.open(place, os.O_RDONLY) for place in (".", "/", "/usr", "/proc/self", "/proc/self/fd", "/dev") if os.path.isdir(place)]
os.makedirs("climb/deep/deeper")
moved = os.open("climb/deep/deeper", os.O_RDONLY)
os.rename("climb/deep/deeper", "climb/moved")
gone = os.open("climb/deep", os.O_RDONLY)
os.rmdir("climb/deep")
for start in starts + [moved, gone]:
    here = start
    for _ in range(40):
        try:
            os.stat("var/tmp/mayfly-canary/file", dir_fd=here)
            print("ESCAPED files-climb-out the host's root, by going up from", os.readlink(f"/proc/self/fd/{start}"))
            sys.exit(1)
        except OSError:
            pass
        try:
            here = os.open("..", os.O_RDONLY, dir_fd=here)
        except OSError:
            break
print("CONTAINED files-climb-out every way up ends in its own root")
