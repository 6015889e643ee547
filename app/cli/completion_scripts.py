"""What a shell needs to ask for completions."""

from enum import StrEnum


class Shell(StrEnum):
    """The shells that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


# Bash parts words at @, which begins a project here; and it does not quote names with blanks by itself.
_BASH = r"""COMP_WORDBREAKS=${COMP_WORDBREAKS//@}
_stintbook_completion() {
    local IFS=$'\n' found
    COMPREPLY=()
    for found in $(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \
                   _STINTBOOK_COMPLETE=complete_bash "$1"); do
        COMPREPLY+=("$(printf '%q' "$found")")
    done
}
complete -o default -F _stintbook_completion stintbook
"""

_ZSH = r"""#compdef stintbook
_stintbook_completion() {
    eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _STINTBOOK_COMPLETE=complete_zsh stintbook)
}
compdef _stintbook_completion stintbook
"""

_ASK = "_STINTBOOK_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION={action} _TYPER_COMPLETE_ARGS=(commandline -cp)"
_FISH = (
    f'complete --command stintbook --no-files --arguments "(env {_ASK.format(action="get-args")} stintbook)"'
    f' --condition "env {_ASK.format(action="is-args")} stintbook"\n'
)

SCRIPTS = {Shell.BASH: _BASH, Shell.ZSH: _ZSH, Shell.FISH: _FISH}
