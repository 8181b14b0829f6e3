import sys


def helper():
    return "the module's names are still there"


class Late:
    def __del__(self):
        print(helper())


late = Late()


def leave():
    late.leaving = True
    sys.exit(3)


leave()
