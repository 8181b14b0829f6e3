import os
import pathlib

here = pathlib.Path(__file__).parent
print(here, sorted(os.listdir(here)), (here / "beside.txt").read_text(), oct(os.stat(__file__).st_mode), os.stat(__file__).st_uid)
for path in ("/script/new", "/inputs/new", "/new", "/etc/new"):
    try:
        open(path, "w")
    except OSError as error:
        print(path, error.errno)
for path in ("/work/new", "/tmp/new", "/outputs/new"):
    open(path, "w").write("x")
print(os.listdir("/work"), os.listdir("/inputs"), os.statvfs("/script").f_flag & 1, os.statvfs("/inputs").f_flag & 1)
print("end of files.py")
