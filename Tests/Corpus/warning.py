import warnings

warnings.warn("a warning")
warnings.warn("a deprecation", DeprecationWarning)
print("end of warning.py")
