"""How it looks on this device."""

from app.ui.settings.section import Section
from app.ui.widgets.choice import Choice
from app.ui.widgets.switch import Switch


class AppearanceSection(Section):
    """Light, dark or as the system; row height. Kept on this device only."""

    def build(self) -> None:
        """Make the controls."""
        card = self.card(self.tr("On this device"))
        self.theme = Choice([
            (self.tr("As the system"), "system"),
            (self.tr("Light"), "light"),
            (self.tr("Dark"), "dark"),
        ])  # fmt: skip
        self.theme.activated.connect(lambda _place: self.changed.emit({"theme": self.theme.currentData()}))
        card.add(self.tr("Colors"), self.tr("Changes at once"), self.theme)
        self.compact = Switch()
        self.compact.toggled.connect(lambda is_on: self.changed.emit({"compact_rows": is_on}))
        card.add(self.tr("Compact rows"), self.tr("More lines in lists, less air"), self.compact)

    def show_choice(self, theme: str, *, compact: bool) -> None:
        """Show what this device keeps."""
        self.theme.choose(theme)
        self.compact.show_state(compact)
