# Never ends by itself: to see what a time limit, and a kill, look like.
trap 'echo "asked to stop; not stopping"' TERM
echo "waiting for ever"
while :; do sleep 1; done
