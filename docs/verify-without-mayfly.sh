#!/usr/bin/env bash
# verify-without-mayfly.sh DIR [LOG_KEY.pub [ALLOWED_SIGNERS]]: checks what 'mayfly audit export DIR' wrote, without Mayfly.
#
# Needs bash, coreutils, xxd and ssh-keygen. Checks the log against its checkpoint, the checkpoint's signature, every receipt
# and every approval, and every start against its approval; ends with 1 at the first thing that is wrong. LOG_KEY.pub is the
# log's key from a place that can be trusted, and ALLOWED_SIGNERS the people who may approve; without them those in DIR are
# believed.
set -euo pipefail
shopt -s nullglob
export LC_ALL=C

fail() {
    printf 'FAILED  %s\n' "$*" >&2
    exit 1
}

# there NAME: whether DIR has something of this name, whatever it is.
there() { [[ -e $directory/$1 || -L $directory/$1 ]]; }

# plain FILE BYTES: ends this unless FILE is a regular file, no link, and has at most so many bytes. A pipe would be waited for,
# and a device has no end.
plain() {
    [[ -f $1 && ! -L $1 ]] || fail "$1 is missing, or no regular file"
    [[ $(stat -c %s -- "$1") -le $2 ]] || fail "$1 is too large: $2 bytes are the most"
}

# member NAME RECORD: the text of a member in REPLY; nothing where there is none, or it is null. A quote in a text has a backslash
# before it, so that no text can pass for a member.
member() {
    # What cuts texts in the shell takes half a minute for a long record.
    local pattern=",\"$1\":\"([^\"]*)\""
    REPLY=''
    [[ ! $2 =~ $pattern ]] || REPLY=${BASH_REMATCH[1]}
}

# form NAME PATTERN RECORD: the same; ends this unless the text is of this form. Nothing else is looked up by it.
form() {
    member "$1" "$3"
    [[ $REPLY =~ ^($2)$ ]] || fail "a record has no $1, or one that is none: ${3:0:120}"
}
session_form='ses_[0-9a-z]{26}'
approval_form='apr_[0-9a-z]{26}'
digest_form='sha256:[0-9a-f]{64}'
script_form='[0-9a-z][0-9a-z._/-]*'
user_form='uid [0-9]+'

# hash: SHA-256 of standard input in hexadecimal.
hash() { sha256sum | cut -c 1-64; }

# armour SIGNATURE: it, as ssh-keygen writes it; what it reads may have other spaces and line ends.
armour() {
    echo '-----BEGIN SSH SIGNATURE-----'
    sed '1d;$d' "$1" | base64 -d 2>/dev/null | base64 -w 70
    echo '-----END SSH SIGNATURE-----'
}

# signed NAMESPACE SIGNERS PRINCIPAL SIGNATURE [TIME]: whether standard input is signed; by a key that was valid at TIME, in UTC.
signed() {
    plain "$4" 2048
    [[ $(armour "$4" | hash) == "$(hash <"$4")" ]] || return 1
    ssh-keygen -Y verify -n "$1" -f "$2" -I "$3" -s "$4" ${5:+-O "verify-time=${5}Z"} >/dev/null 2>&1
}

# node LEFT RIGHT: the hash of an inner node (RFC 6962).
node() { printf '01%s%s' "$1" "$2" | xxd -r -p | hash; }

[[ $# -ge 1 && -d $1 ]] || fail 'usage: verify-without-mayfly.sh DIR [LOG_KEY.pub [ALLOWED_SIGNERS]]'
directory=$1
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

plain "$directory/checkpoint" 4096
plain "$directory/checkpoint.sig" 2048
there checkpoint.note.sig ||
    fail "there is no $directory/checkpoint.note.sig; a copy by an older Mayfly has none: make a new one"
for name in receipts approvals; do
    ! there "$name" || [[ -d $directory/$name && ! -L $directory/$name ]] || fail "$directory/$name is no directory"
done

# The log's key. A file that was given may be of any kind.
key=${2:-$directory/log.pub}
[[ $# -ge 2 ]] || plain "$key" 65536
[[ -e $key ]] || fail "there is no key $key"
printf 'mayfly-log namespaces="mayfly-checkpoint,mayfly-receipt" %s\n' "$(cut -d ' ' -f 1,2 "$key")" >"$work/signers"

# The checkpoint: origin, size, root; its signature is over the text up to the empty line.
sed '/^$/,$d' "$directory/checkpoint" >"$work/body"
signed mayfly-checkpoint "$work/signers" mayfly-log "$directory/checkpoint.sig" <"$work/body" ||
    fail 'the checkpoint is not signed by the log'
signed mayfly-checkpoint "$work/signers" mayfly-log "$directory/checkpoint.note.sig" <"$directory/checkpoint" ||
    fail 'the last line of the checkpoint is not what the log has signed'
# Its text alone is signed as well, and must not pass for the whole.
grep -q '^$' "$directory/checkpoint" || fail 'the last line of the checkpoint is not there'
size=$(sed -n 2p "$work/body")
# The shell would compute what is no number.
[[ $size =~ ^(0|[1-9][0-9]{0,17})$ ]] || fail 'the checkpoint has no size'
root=$(sed -n 3p "$work/body" | base64 -d | xxd -p -c 32)
echo "ok      checkpoint: $size records, signed"

# The log: every record is a line of text that begins with its index; the tree over them has the checkpoint's root.
# A file of it has 8 MiB, and the rest of the last record, and is named by its first record. Nothing is read behind the signed size.
: >"$work/log"
count=0
for file in "$directory"/log-*.jsonl; do
    printf -v name 'log-%012d.jsonl' "$count"
    [[ ${file##*/} == "$name" ]] || fail "$file is there, and $name, with record $count, is not"
    plain "$file" $(((8 << 20) + (64 << 10)))
    [[ $(tr -d '\n\040-\176\200-\377' <"$file" | wc -c) -eq 0 ]] || fail "$file has bytes that no record has"
    [[ ! -s $file || $(tail -c 1 "$file" | xxd -p) == 0a ]] || fail "the last record of $file is cut off"
    lines=$(wc -l <"$file")
    # With its newline none has more than 65536 bytes.
    [[ $(fold -b -w 65535 <"$file" | wc -l) -eq $lines ]] || fail "$file has a line that is longer than any record"
    count=$((count + lines))
    [[ $count -le $size ]] || fail "the log has $count records or more, and the checkpoint says $size"
    cat -- "$file" >>"$work/log"
done
stack=()
count=0
while IFS= read -r line; do
    [[ $line == "{\"index\":$count,"* ]] || fail "record $count is not there, or not what it was"
    current=$({ printf '\0' && printf '%s\n' "$line"; } | hash)
    rest=$count
    while ((rest & 1)); do
        current=$(node "${stack[-1]}" "$current")
        unset 'stack[-1]'
        rest=$((rest >> 1))
    done
    stack+=("$current")
    count=$((count + 1))
done <"$work/log"
[[ $count == "$size" ]] || fail "the log has $count records, and the checkpoint says $size"
current=$(printf '' | hash)
[[ $count -eq 0 ]] || current=${stack[-1]}
for ((place = ${#stack[@]} - 2; place >= 0; place--)); do current=$(node "${stack[place]}" "$current"); done
[[ $current == "$root" ]] || fail 'a record is not what it was when the checkpoint was signed'
echo "ok      log: the root of all $count records is the checkpoint's"

# What else is looked at of the records, in their order.
grep -E '^\{"index":[0-9]+,"time":"[^"]*","event":"(approved|rejected|revoked|started|ended|refused|forgotten)",' \
    "$work/log" >"$work/decisions" || true

# The receipts: signed by the log, and named by a record.
checked=0
for file in "$directory"/receipts/*.json; do
    plain "$file" $((24 << 20))
    signed mayfly-receipt "$work/signers" mayfly-log "$file.sig" <"$file" || fail "$file is not signed by the log"
    grep -F "\"session\":\"$(basename "$file" .json)\"" "$work/log" | grep -qF "\"receipt\":\"sha256:$(hash <"$file")\"" ||
        fail "no record of this session names $file"
    checked=$((checked + 1))
done
# Sessions are forgotten with theirs: some by order, which a record says, the others as the first that began of one user's. So
# a receipt is missing only where there is none of a session of the same user that began and ended before it.
declare -A user=() oldest=() missing=()
lost=()
named=0
while IFS= read -r record; do
    member event "$record"
    event=$REPLY
    member session "$record"
    # What became no session has none.
    [[ $event =~ ^(started|ended|refused|forgotten)$ && -n $REPLY ]] || continue
    form session "$session_form" "$record"
    session=$REPLY
    if [[ $event == forgotten ]]; then
        missing[$session]=''
        continue
    elif [[ $event != ended ]]; then
        # In ended it is who has ended it.
        form by "$user_form" "$record"
        user[$session]=$REPLY
    fi
    [[ $record == *',"receipt":"sha256:'* ]] || continue
    named=$((named + 1))
    # Of a session that never started nobody knows whose it was.
    who=${user[$session]:-}
    [[ -n $who ]] || continue
    first=${oldest[$who]:-none}
    if there "receipts/$session.json"; then
        [[ $first != none && $first < $session ]] || oldest[$who]=$session
    elif [[ $first != none && $first < $session ]]; then
        missing[$session]=$who
        lost+=("$session")
    fi
done <"$work/decisions"
for session in "${lost[@]}"; do
    [[ -z ${missing[$session]} ]] ||
        fail "$directory/receipts/$session.json is missing, and that of an older session of ${missing[$session]} is there"
done
echo "ok      receipts: $checked of the $named that the log names, all signed and in the log"

# The approvals: each statement is the one that the log names, and for each of its records there is the signature of the person
# whom the record names last, by a key that allowed_signers had for them at the record's time.
people=${3:-$directory/allowed_signers}
if [[ -d $directory/approvals ]]; then
    [[ -e $people ]] || fail "there is no $people, which says whose signatures count"
    [[ $# -ge 3 ]] || plain "$people" $((256 << 10))
fi
declare -A text=()
# The last name of a list.
signers=',"signers":\[("[^"]*",)*"([^"]*)"\],"by":"'
checked=0
for file in "$directory"/approvals/*.json; do
    plain "$file" $((16 << 10))
    id=$(basename "$file" .json)
    [[ $id =~ ^$approval_form$ ]] || fail "no record names $file"
    grep -F "\"event\":\"approved\",\"approval\":\"$id\"," "$work/log" >"$work/records" || fail "no record names $file"
    digest=$(hash <"$file")
    found=0
    while IFS= read -r record; do
        found=$((found + 1))
        [[ $record == *"\"statement\":\"sha256:$digest\","* ]] || fail "$file is not the statement that was signed"
        member script "$record"
        said=$REPLY
        member digest "$record"
        version=${REPLY#sha256:}
        # Older versions took statements with spaces between what belongs to each other; a text in one has no bare quote.
        text[$id]=$(tr -d ' \t\r\n' <"$file")
        subject="\"subject\":[{\"name\":\"$said\",\"digest\":{\"sha256\":\"$version\"}}]"
        [[ ${text[$id]} == *"$subject"* ]] || fail "$file is about another version than the record says"
        # Of the names that are left each is a profile's.
        text[$id]=${text[$id]/"$subject"/}
        # No name has a quotation mark or a comma; what else JSON escapes in one, such as a backslash, is what %b reads.
        [[ $record =~ $signers ]] || fail "a record of $id names nobody who has signed"
        name=${BASH_REMATCH[2]}
        printf -v who '%b' "$name"
        member time "$record"
        time=$(tr -cd '0-9' <<<"$REPLY" | head -c 14)
        signed mayfly-approval "$people" "$who" "$file.$found.sig" "$time" <"$file" ||
            fail "$file.$found.sig is not $name's signature of $file"
        # ECDSA signs the same in two ways, of which the record names one; records by older versions do not say.
        member signature "$record"
        [[ -z $REPLY || $REPLY == "sha256:$(hash <"$file.$found.sig")" ]] ||
            fail "$file.$found.sig is another signature than the record names"
    done <"$work/records"
    signatures=("$file".*.sig)
    [[ ${#signatures[@]} -eq $found ]] || fail "$file has ${#signatures[@]} signatures, and the log names $found"
    checked=$((checked + 1))
done
named=$(sed -n 's/^[^}]*"event":"approved","approval":"\([^"]*\)".*"statement":"sha256:.*/\1/p' "$work/log" | sort -u | wc -l)
[[ $checked -eq $named ]] || fail "there are $checked approvals, and the log names $named"
echo "ok      approvals: $checked, all in the log, each with its signatures"

# The starts: each by an approval that a record before it has, of the same version, name and profile, that held at the time. The
# warden looks once more before anything runs: so a start that came too late is right if its script did not run, which its end says;
# or is still to say, where the start is at most a minute late. One that came a minute early at most is right: clocks may be put back.
# No end names a start that is not there, and who ran has one.
declare -A subject=() statement=() decision=() index=() begins=() ends=() revoked=() rejected=() late=() begun=()
starts=0

# text_of NAME STATEMENT: the texts of a member of this name.
text_of() { { grep -oE "\"($1)\":\"[^\"]*\"" <<<"$2" || true; } | cut -d '"' -f 4 | sort; }

approve() {
    local id
    form approval "$approval_form" "$1"
    id=$REPLY
    # It has a record for each signature; without a statement there is nothing that could be signed.
    [[ -z ${index[$id]:-} && -n ${text[$id]:-} ]] || return 0
    form script "$script_form" "$1"
    subject[$id]=$REPLY
    form digest "$digest_form" "$1"
    subject[$id]+=" $REPLY"
    form statement "$digest_form" "$1"
    statement[$id]=$REPLY
    form decision 'approve|review' "$1"
    decision[$id]=$REPLY
    index[$id]=$number
    begins[$id]=$(text_of 'createdAt|notBefore' "${text[$id]}" | tail -n 1)
    ends[$id]=$(text_of expires "${text[$id]}" | head -n 1)
    [[ -n ${begins[$id]} && -n ${ends[$id]} ]] || fail "$directory/approvals/$id.json has no times"
}

# between TIME LATER: the seconds from one to the other.
between() { echo $(($(date -u -d "${2:0:19}Z" +%s) - $(date -u -d "${1:0:19}Z" +%s))); }

start() {
    local id digest session time missed=-1 why=''
    form approval "$approval_form" "$1"
    id=$REPLY
    [[ -n ${index[$id]:-} ]] || fail "record $number is a start by an approval that no record before it has: $id"
    member statement "$1"
    [[ $REPLY == "${statement[$id]}" ]] || fail "record $number is a start by another statement than that of $id"
    form digest "$digest_form" "$1"
    digest=$REPLY
    [[ ${subject[$id]#* } == "$digest" ]] || fail "record $number is a start of another version than was approved by $id"
    member script "$1"
    # Who asked by the digest, or with the code, did not say a name.
    [[ -z $REPLY || ${subject[$id]%% *} == "$REPLY" ]] ||
        fail "record $number is a start of another script than was approved by $id"
    member profile "$1"
    [[ ${text[$id]} == *"\"name\":\"$REPLY\""* ]] ||
        fail "record $number is a start under a profile that is not approved by $id"
    form session "$session_form" "$1"
    session=$REPLY
    begun[$session]+=" $number $digest;"
    form time '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z' "$1"
    time=$REPLY
    if [[ -n ${revoked[$digest]:-} ]]; then
        why="after its version was revoked, by"
    elif [[ ${decision[$id]} == approve && ${rejected[${subject[$id]}]:-0} -gt ${index[$id]} ]]; then
        why="after a rejection of"
    elif [[ ${time:0:19} < ${begins[$id]:0:19} ]]; then
        missed=$(between "$time" "${begins[$id]}")
        [[ $missed -le 60 ]] || why="outside of the time of"
    elif [[ ! ${time:0:19} < ${ends[$id]:0:19} ]]; then
        why="outside of the time of" missed=$(($(between "${ends[$id]}" "$time") + 1))
    fi
    # Of two starts of a session the first one that is wrong is named.
    [[ -z $why || -n ${late[$session]:-} ]] || late[$session]="$missed record $number is a start $why $id"
}

# finish RECORD: how a session has ended: by a start that its end names, and without a script where that came too late.
finish() {
    local session own='' digest named=null may_be_none='' pattern=',"start":([^,}]*)[,}]'
    member verdict "$1"
    [[ ! $REPLY =~ ^(refused|revoked|killed|daemon_restart|setup_failed|internal_error)$ ]] || may_be_none=yes
    member digest "$1"
    digest=$REPLY
    member session "$1"
    session=$REPLY
    if [[ $session =~ ^$session_form$ ]]; then
        own=${begun[$session]:-}
        begun[$session]=''
        if [[ -n ${late[$session]:-} ]]; then
            [[ -n $may_be_none ]] || fail "${late[$session]#* }"
            late[$session]=''
            ! grep -qsF '"startedAt":"' "$directory/receipts/$session.json" ||
                fail "$directory/receipts/$session.json says that its script began, by a start at which its approval did not hold"
        fi
    fi
    [[ ! $1 =~ $pattern ]] || named=${BASH_REMATCH[1]}
    if [[ $named == null ]]; then
        [[ -z $may_be_none ]] || return 0
    elif [[ $named =~ ^[0-9]+$ && $own == *" $named $digest;"* ]]; then
        return 0
    fi
    fail "record $number is the end of a session, and names no start of it that stands before it"
}

while IFS= read -r record; do
    number=${record#'{"index":'}
    number=${number%%,*}
    member event "$record"
    case $REPLY in
        approved) approve "$record" ;;
        revoked)
            form digest "$digest_form" "$record"
            revoked[$REPLY]=yes
            ;;
        rejected)
            form script "$script_form" "$record"
            script=$REPLY
            form digest "$digest_form" "$record"
            rejected["$script $REPLY"]=$number
            ;;
        started)
            starts=$((starts + 1))
            start "$record"
            ;;
        ended) finish "$record" ;;
    esac
done <"$work/decisions"
for session in "${!late[@]}"; do
    [[ -z ${late[$session]} ]] || ((${late[$session]%% *} > 0 && ${late[$session]%% *} <= 60)) || fail "${late[$session]#* }"
done
echo "ok      starts: $starts, each by its approval"
