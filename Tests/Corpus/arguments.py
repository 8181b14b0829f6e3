import sys

print(sys.argv, sys.orig_argv[-4:], __file__, __name__, sys.executable, sys.path)
print(sorted(name for name in globals() if name.startswith("__")), __spec__, __package__, __cached__, __doc__)
print(type(__loader__).__name__, __loader__.name, __loader__.path, __builtins__ is __import__("builtins"))
print("end of arguments.py")
