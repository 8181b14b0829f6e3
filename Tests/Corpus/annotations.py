"""A documented script."""

value: int = 1
print(__annotations__, __doc__, __name__)
assert value == 1
print("end of annotations.py")
