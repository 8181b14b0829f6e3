import __main__
import importlib
import pickle
import sys


class Thing:
    def __eq__(self, other):
        return type(self) is type(other)


print(__main__.Thing is Thing, sys.modules["__main__"] is __main__, pickle.loads(pickle.dumps(Thing())) == Thing(), Thing.__module__)
try:
    import beside
except ModuleNotFoundError as error:
    print(error)
print(importlib.import_module("json").dumps({"a": [1]}), sys.gettrace(), sys.getrecursionlimit(), sys.dont_write_bytecode)
print("end of modules.py")
