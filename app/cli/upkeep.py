"""The daily check and backup of a store that no window looks after."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.domain.errors import AppError

if TYPE_CHECKING:
    from app.storage.context import Context


def keep(ctx: Context) -> None:
    """Check and back up the store if nobody did today; what goes wrong is told on the side.

    The command is done by then and its answer printed: its own success does not hang on this.
    """
    from app.orchestrators.maintenance.routine import routine_when_due

    sys.stdout.flush()
    try:
        routine_when_due(ctx)
    except AppError as error:
        print(error, file=sys.stderr)
