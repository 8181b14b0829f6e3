import codecs
import gc
import os
import subprocess
import sys
import threading
import time
import warnings


def callback(*arguments):
    return None


class Holder(Warning):
    def method(self):
        return callback


def start(path):
    # Later than the script's own end, which waits for nobody.
    return subprocess.Popen(["/bin/sh", "-c", f"cat >{path}.part; mv {path}.part {path}"], stdin=subprocess.PIPE, text=True).stdin


# What the interpreter holds by one of these holds all names of the script.
holders = [
    lambda: None,
    lambda: codecs.register(callback),
    lambda: codecs.register_error("callback", callback),
    lambda: os.register_at_fork(after_in_child=callback),
    lambda: sys.settrace(callback),
    lambda: sys.setprofile(callback),
    lambda: sys.addaudithook(callback),
    lambda: sys.set_asyncgen_hooks(callback),
    lambda: warnings.simplefilter("ignore", Holder),
    lambda: setattr(threading.current_thread(), "holder", Holder()),
    lambda: gc.garbage.append(Holder()),
    lambda: gc.callbacks.append(callback),
]


def read(path):
    while not os.path.exists(path):
        time.sleep(0.001)
    with open(path) as file:
        return file.read()


def run(holder):
    global file, pipe
    holder()
    file, pipe = open("/tmp/file", "w"), start("/tmp/pipe")
    file.write("written at the end")
    pipe.write("sent at the end")


for number, holder in enumerate(holders):
    pid = os.fork()
    if pid == 0:
        run(holder)
        break
    exit_code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(number, exit_code, read("/tmp/file"), read("/tmp/pipe"), flush=True)
    os.unlink("/tmp/pipe")
else:
    print("end of unclosed.py")
