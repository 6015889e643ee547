"""Asking the person at the terminal, beside the output that a script may read."""

from __future__ import annotations

import sys


def somebody_there() -> bool:
    """Whether a question would reach a person."""
    return bool(sys.stdin and sys.stdin.isatty())


def agreed(question: str) -> bool:
    """Ask and return whether the answer is yes; no answer means no."""
    return ask(f"{question} [y/N] ").lower() in ("y", "yes", "j", "ja")


def ask(prompt: str) -> str:
    """Ask on the terminal, not among the output; no answer at all is an empty one."""
    print(prompt, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()
