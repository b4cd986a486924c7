# Completion of tracker for bash. Made by `tracker completion bash`.

_tracker() {
    local program line word told
    program=$(type -P tracker) || program=@PROGRAM@
    COMPREPLY=()
    while IFS=$'\t' read -r word told; do
        case $word in
            :folders) compopt -o dirnames 2>/dev/null ;;
            :files) compopt -o default 2>/dev/null ;;
            *)
                # 63 is a second TAB: bash only lists then, and puts nothing in.
                if [[ ${COMP_TYPE:-9} = 63 && $told ]]; then word="$word  ($told)"; fi
                COMPREPLY+=("$word")
                ;;
        esac
    done < <("$program" _complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null </dev/null)
}

# Bash 3.2, which macOS has, knows no nosort.
complete -o nosort -F _tracker tracker 2>/dev/null || complete -F _tracker tracker
