# probe: processes-pid1-files
# principle: P09
# attempts: opens for reading what /proc tells about pid 1 and about its parent: memory, environment, descriptors, root, program
# expect: contained
# control: root
# end
import os
import sys

opened = []
for process in {1, os.getppid()}:
    for name in "mem environ maps auxv stack syscall personality pagemap exe cwd/. root/. fd map_files ns/net task cmdline io".split():
        path = f"/proc/{process}/{name}"
        try:
            if os.path.isdir(path):
                os.listdir(path)
            else:
                os.close(os.open(path, os.O_RDONLY))
            opened.append(path)
        except OSError:
            pass
if opened:
    print("ESCAPED processes-pid1-files", len(opened), "files, for example", *opened[:3])
    sys.exit(1)
print("CONTAINED processes-pid1-files its keeper cannot be looked at")
