# Shared by the scripts beside it: the repository's location and common functions.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export root
# All programs that are built, installed and started.
# shellcheck disable=SC2034  # used by whoever sources this
readonly programs=(mayfly mayfly-commands mayflyd mayfly-warden mayfly-profile-reader mayfly-verify)

# say TEXT: announces what happens next.
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

# require_swift: ends the script unless there is a Swift toolchain.
require_swift() {
    command -v swift >/dev/null || fail "there is no 'swift' in PATH; install Swift 6.3 (swift.org/install) and add its bin directory to PATH"
}

# build_tests: builds every program and test. MAYFLY_DEBUG_INFO=none leaves out data that only debuggers read: a fifth of the time.
build_tests() {
    swift build --build-tests --quiet ${MAYFLY_DEBUG_INFO:+-debug-info-format "$MAYFLY_DEBUG_INFO"}
}

# build_static PRODUCT: builds a program, optimised, as one static position-independent file; prints its path.
build_static() {
    require_swift
    swift build --package-path "$root" -c release --product "$1" --scratch-path "$root/.build/static" --disable-local-rpath --quiet \
        -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xswiftc -Xclang-linker -Xswiftc -static-pie \
        -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now >&2
    printf '%s\n' "$root/.build/static/release/$1"
}

# slowest LOG: the five slowest tests in a log, if they took more than five seconds.
slowest() {
    sed -nE 's/^. Test (.*) passed after ([0-9]+)\.[0-9]+ seconds\.$/\2 s  \1/p' "$1" | grep -vE '^[0-4] s|  run with' | sort -rn | head -5
}

# run_tests NAME COMMAND...: runs tests, and fails if one fails or is skipped, or if none ran.
run_tests() {
    local name=$1 log summary skipped longest start=$SECONDS
    shift
    say "$name"
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        grep -vE '^. (Test|Suite) .* (started|passed)|^.  Test case .* (started|passed)' "$log" || cat "$log"
        rm -f "$log"
        fail "$name failed"
    fi
    summary=$(grep -E 'Test run with [0-9]+ tests?' "$log" | tail -1)
    skipped=$(grep -cE '^. (Test|Suite) .* skipped' "$log" || true)
    longest=$(slowest "$log" || true)
    rm -f "$log"
    [[ $summary =~ with\ ([0-9]+)\ test && ${BASH_REMATCH[1]} -gt 0 ]] || fail "$name: no test ran"
    [[ $skipped == 0 ]] || fail "$name: $skipped tests were skipped"
    printf '%s (%s s in all)\n' "${summary#* }" "$((SECONDS - start))"
    [[ -z $longest ]] || printf '  %s\n' "${longest//$'\n'/$'\n  '}"
}

# find_vmrun: prints the path of the program that runs a command in a throwaway machine; prints nothing if there is none.
find_vmrun() {
    local program=${MAYFLY_VMRUN:-$root/../shared/vm/vmrun}
    if [[ -x $program ]]; then
        readlink -f "$program"
    elif [[ -n ${MAYFLY_VMRUN:-} ]]; then
        fail "MAYFLY_VMRUN is '$MAYFLY_VMRUN', which is no program"
    fi
}
