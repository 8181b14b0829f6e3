# probe: inherited-process-state
# principle: P12
# attempts: looks at its umask, directory, session, parent, terminal and signals, which must be set and not the daemon's
# expect: contained
# control: user
# end
wrong=
[ "$(umask)" = 0022 ] || wrong="$wrong umask=$(umask)"
[ "$(pwd)" = /work ] || wrong="$wrong directory=$(pwd)"
state=$(cat /proc/self/stat)
# shellcheck disable=SC2086  # its fields, after the name in brackets
set -- ${state##*) }
[ "$2" = "$$" ] || wrong="$wrong parent=$2"
[ "$4" = "$$" ] || wrong="$wrong session=$4"
[ "$5" = 0 ] || wrong="$wrong terminal=$5"
while read -r key value; do
    case $key in
        # dash catches or ignores nothing by itself without a terminal
        SigBlk: | SigPnd: | SigIgn:) [ "$value" = 0000000000000000 ] || wrong="$wrong $key$value" ;;
    esac
done </proc/self/status
if [ -n "$wrong" ]; then
    echo "ESCAPED inherited-process-state$wrong"
    exit 1
fi
echo "CONTAINED inherited-process-state a state of its own"
