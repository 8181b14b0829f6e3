import atexit


def load():
    import ctypes

    ctypes.CDLL(None).printf(b"kept by the C library\n")


atexit.register(load)
print("end of library_at_exit.py", flush=True)
