"""What the Settings page asks of the workflows."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.orchestrators.preferences import Settings
    from app.storage.context import Context


def load(ctx: "Context") -> "Settings":
    """Return the settings that follow the person."""
    from app.orchestrators.settings.settings import get_settings

    return get_settings(ctx)


def store(ctx: "Context", *, fields: dict[str, Any]) -> Any:
    """Change settings."""
    from app.orchestrators.settings.settings import update_settings

    return update_settings(ctx, **fields)
