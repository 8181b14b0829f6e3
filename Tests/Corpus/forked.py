import os
import sys


def child(number):
    print("child", number)
    if number == 1:
        sys.exit(5)
    if number == 2:
        sys.exit("a text")
    if number == 3:
        sys.exit(True)
    if number == 4:
        sys.exit(-1)
    if number == 5:
        sys.exit(256 + 7)


for number in range(6):
    pid = os.fork()
    if pid == 0:
        child(number)
        break
    print(number, "left", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
else:
    print("end of forked.py")
