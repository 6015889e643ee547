"""The same commands as ``stintbook-server``, from a checkout: ``python -m sync.server run --dev FOLDER``."""

from sync.server.admin.commands import main

main()
