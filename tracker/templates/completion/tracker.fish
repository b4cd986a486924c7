# Completion of tracker for fish. Made by `tracker completion fish`.

function __tracker_complete
    set -l program (command -s tracker; or echo @PROGRAM@)
    set -l line (commandline -cp | string collect)
    for found in ($program[1] _complete fish "$line" 2>/dev/null </dev/null)
        switch $found
            case :folders
                __fish_complete_directories (commandline -ct) ''
            case :files
                __fish_complete_path (commandline -ct)
            case '*'
                printf '%s\n' $found
        end
    end
end

complete -c tracker -e
complete -c tracker -f -k -a '(__tracker_complete)'
