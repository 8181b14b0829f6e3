import os
import subprocess
import sys
import time


# What the script has given to something that was there before holds all of its names, and is held by it: a circle, which only the collector
# opens. What is written in the end is written all the same.
def method():
    os._Environ.get = lambda *arguments: None


def function():
    os.path.join = lambda *arguments: None


def file_of(path):
    global kept
    kept = open(path, "w")
    kept.write("written at the end")


def ends_well():
    pass


def fails():
    1 / 0


def exits():
    sys.exit(3)


def exits_with_words():
    sys.exit("bye")


def cannot_be_asked():
    global also_kept
    also_kept = type("Kind", (type,), {"__getattr__": lambda kind, name: {}[name]})("Class", (), {})()


def takes_streams_apart():
    sys.stdout, sys.__stdin__ = sys.stdout.detach(), None


def read(path):
    for _ in range(5000):
        if os.path.exists(path):
            with open(path) as file:
                return file.read()
        time.sleep(0.001)


def pipe_to(path):
    # Nobody waits for it: it is held by a list of the library's, of those that have not ended.
    global kept
    kept = subprocess.Popen(["/bin/sh", "-c", f"cat >{path}.part; mv {path}.part {path}"], stdin=subprocess.PIPE, text=True)
    kept.stdin.write("sent at the end")


ways = [(give, end) for give in (method, function) for end in (ends_well, fails, exits, exits_with_words, cannot_be_asked, takes_streams_apart)]
for number, (give, end) in enumerate(ways):
    pid = os.fork()
    if pid == 0:
        file_of("/tmp/circle")
        give()
        end()
        break
    _, status = os.waitpid(pid, 0)
    print(number, give.__name__, end.__name__, os.waitstatus_to_exitcode(status), read("/tmp/circle"), flush=True)
    os.unlink("/tmp/circle")
else:
    pid = os.fork()
    if pid == 0:
        pipe_to("/tmp/piped")
    else:
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), read("/tmp/piped"), flush=True)
        print("end of circles.py")
