#compdef tracker
# Completion of tracker for zsh. Made by `tracker completion zsh`.

_tracker() {
    local program=${commands[tracker]:-@PROGRAM@} word told
    local -a found shown
    local -i widest=0 at
    while IFS=$'\t' read -r word told; do
        case $word in
            :folders) _files -/ ; return ;;
            :files) _files ; return ;;
        esac
        found+=("$word")
        shown+=("$told")
        (( $#word > widest )) && widest=$#word
    done < <("$program" _complete zsh "${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" 2>/dev/null </dev/null)
    (( $#found )) || return 1
    if (( ! ${#${(j::)shown}} )); then
        compadd -V tracker -a found
        return
    fi
    for (( at = 1; at <= $#found; at++ )); do
        shown[at]="${(r:widest:)found[at]}  $shown[at]"
    done
    compadd -V tracker -l -d shown -a found
}

# Read by compinit from a folder of fpath, this file is the function; else it says what it is for.
if [[ $funcstack[1] = _tracker ]]; then
    _tracker "$@"
else
    compdef _tracker tracker
fi
