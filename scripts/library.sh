# Shared by the scripts beside it: where the repository is, and how they talk.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export root

# say TEXT: one line about what happens next.
say() { printf '\n== %s\n' "$*"; }

# fail TEXT: ends the script with a reason.
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# require_root: ends the script unless it runs as root.
require_root() {
    [[ $(id -u) == 0 ]] || fail "must run as root: it builds real sandboxes (try: sudo $0)"
}

# require_swift: ends the script unless a Swift toolchain is there.
require_swift() {
    command -v swift >/dev/null || fail "there is no 'swift' in PATH; install Swift 6.3 (swift.org/install) and add its bin directory to PATH"
}
