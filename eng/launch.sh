# Builds a program of this repository when a source has changed since its last build, then runs it where the
# caller stands. Sourced by ./strata and ./bench, which set: me, root, project (a folder that holds one project).

# A program started without one of the standard streams would take the next file it opens for it.
{ : 8<&0; } 2>/dev/null || exec </dev/null
{ : 8>&1; } 2>/dev/null || exec >/dev/null

program=$root/$project/bin/Release/net10.0/$(basename "$project").dll
artifacts=$root/artifacts
stamp=$artifacts/$me.built

# A folder's own time tells of files that were added, removed or renamed.
is_current() {
    [ -f "$program" ] && [ -f "$stamp" ] &&
        [ -z "$(find "$root"/src "$root/$project" "$root"/Directory.* "$root"/global.json "$root"/.editorconfig \
            "$root"/eng/BannedSymbols.txt \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print 2>&1 |
            head -n 1)" ]
}

build() {
    local log=$artifacts/$me.log folder
    for folder in "$root"/src/*/ "$root/$project"; do
        mkdir -p "$folder/bin" "$folder/obj" # now, so that their appearing is not taken for a change
    done
    # The stamp carries the time the build began: what is edited meanwhile counts as newer.
    touch "$stamp.next"
    if ! watched "building $me" 1800 "$log" \
        in_root dotnet build "$project" -c Release -v q --nologo -nodeReuse:false; then
        {
            echo "$me: the build failed (all of it: artifacts/$me.log)"
            build_errors "$log"
        } >&2
        exit 1
    fi
    mv -f "$stamp.next" "$stamp"
}

if ! is_current; then
    require_sdk
    take_turn "$me"
    is_current || build
    end_turn
fi
command -v dotnet >/dev/null 2>&1 || require_sdk
exec dotnet "$program" "$@"
