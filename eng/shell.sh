# What ./strata and ./test share. Sourced, not run; needs bash 3.2, so that it works on macOS too.
# The caller sets `root` to the repository and `me` to its own name.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

running= # the process group of the command being watched, if any

die() {
    printf '%s: %s\n' "$me" "$1" >&2
    exit "${2:-1}"
}

# Ends with one sentence unless an SDK that global.json accepts is installed.
require_sdk() {
    command -v dotnet >/dev/null 2>&1 ||
        die "needs the .NET SDK 10, and there is no 'dotnet' on the PATH: https://dot.net/download"
    (cd "$root" && dotnet --version) >/dev/null 2>&1 && return
    local wanted found
    wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json")
    found=$(cd / && dotnet --list-sdks 2>/dev/null | sed 's/ .*//' | paste -sd' ' -)
    die "needs the .NET SDK $wanted or a later ${wanted%%.*}.x, installed here: ${found:-none}: https://dot.net/download"
}

# Runs a command from the repository's root, where global.json chooses the SDK.
in_root() {
    cd "$root" && exec "$@"
}

# watched LABEL LIMIT_SECONDS LOG COMMAND...
# Runs a command with its output in LOG, with a spinner while stderr is a terminal, and answers its exit
# code, or 124 when it had to be stopped at the limit. The command gets a process group of its own: a
# plain background job would pass "ignore Ctrl-C" on to every process a test starts.
watched() {
    local label=$1 limit=$2 log=$3 start=$SECONDS turn=0 code=0 marks='|/-\'
    shift 3
    set -m
    "$@" >"$log" 2>&1 </dev/null 9>&- &
    running=$!
    set +m
    while kill -0 "$running" 2>/dev/null; do
        if [ $((SECONDS - start)) -ge "$limit" ]; then
            stop_running
            code=124
            break
        fi
        if [ -t 2 ]; then
            printf '\r%s %s %ds ' "${marks:turn++ % 4:1}" "$label" $((SECONDS - start)) >&2
        fi
        sleep 0.1
    done
    wait "$running" 2>/dev/null || code=$((code == 0 ? $? : code))
    running=
    if [ -t 2 ]; then
        printf '\r\033[K' >&2
    fi
    return "$code"
}

# Stops the watched command and what it started: asks first, insists after five seconds.
stop_running() {
    [ -n "$running" ] || return 0
    local tries=0
    kill -TERM -- "-$running" 2>/dev/null
    while kill -0 "$running" 2>/dev/null && [ $((tries++)) -lt 50 ]; do
        sleep 0.1
    done
    kill -KILL -- "-$running" 2>/dev/null || true
}

interrupted() {
    stop_running
    [ -t 2 ] && printf '\r\033[K' >&2
    exit "$1"
}
trap 'interrupted 130' INT
trap 'interrupted 143' TERM

# take_turn NAME: waits until no other run holds that name; end_turn lets the next one go. What was in the
# way may have done the work, so look again after taking the turn.
take_turn() {
    mkdir -p "$root/artifacts" || die "cannot write to $root/artifacts"
    turn=$root/artifacts/$1
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$turn.lock"
        flock 9
        return
    fi
    until (set -C && echo $$ >"$turn.turn") 2>/dev/null; do
        kill -0 "$(cat "$turn.turn" 2>/dev/null)" 2>/dev/null || rm -f "$turn.turn"
        sleep 0.2
    done
    trap 'rm -f "$turn.turn"' EXIT
}

end_turn() {
    exec 9>&-
    rm -f "$turn.turn"
    trap - EXIT
}

# The compiler's errors from a build log, each once, with paths as the repository writes them.
build_errors() {
    grep -E '(error|warning) [A-Za-z]+[0-9]+' "$1" | sed -e "s|$root/||g" -e 's/^ *//' -e 's/ \[[^]]*\]$//' |
        sort -u >"$1.errors"
    if [ -s "$1.errors" ]; then
        head -n 40 "$1.errors"
    else
        tail -n 40 "$1"
    fi
    rm -f "$1.errors"
}
