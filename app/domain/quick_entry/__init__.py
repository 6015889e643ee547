"""Quick entry: one line of text, the same in the window, the tray and the command line.

``[time] description @project[/task] #tag … [$ | !$] [+milestone]``
"""

from app.domain.quick_entry.completion import Candidate, rank
from app.domain.quick_entry.parser import Chip, QuickEntry, parse
from app.domain.quick_entry.printer import format_quick_entry

__all__ = ["Candidate", "Chip", "QuickEntry", "format_quick_entry", "parse", "rank"]
