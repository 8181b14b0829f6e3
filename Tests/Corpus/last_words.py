import atexit
import os
import sys
import threading
import time
import weakref


class Late:
    def __init__(self, name, write=os.write):
        self.name, self.write = name, write

    def __call__(self):
        print(self.name, "is called")

    def __del__(self):
        self.write(1, f"{self.name} is gone\n".encode())


class Target:
    pass


module_level = Late("module level")
sys.kept = Late("sys")
local = threading.local()
local.kept = Late("local")
os.kept = Late("another module")
target = Target()
weakref.finalize(target, print, "finalized")
atexit.register(print, "registered first")
atexit.register(os.write, 1, b"past the buffer\n")
atexit.register(Late("callback"))


def linger():
    time.sleep(0.05)
    print("a thread is longest")


threading.Thread(target=linger).start()
print("end of last_words.py", end="")
