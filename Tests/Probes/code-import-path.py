# probe: code-import-path
# principle: P13
# attempts: looks for a place that it can write to and that Python imports from, and lets a fresh Python import from there
# expect: contained
# control: user
# end
import os
import site
import sys

places = [place or "." for place in sys.path] + [site.getusersitepackages()]
if not sys.flags.isolated:
    places.append(os.getcwd())
writable = [place for place in places if os.path.isdir(place) and os.access(place, os.W_OK)]
hooks = [name for name in ("sitecustomize", "usercustomize") if name in sys.modules]
if not sys.flags.no_user_site and site.ENABLE_USER_SITE:
    hooks.append("user site is enabled")
if writable or hooks:
    print("ESCAPED code-import-path", *writable, *hooks)
    sys.exit(1)
print("CONTAINED code-import-path imports come from read-only places")
