"""Says that the disk is full and what waits for room on it; quitting meanwhile is asked about."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.jobs import Jobs
from app.ui.notice import Card


class KeptNotice(Card):
    """Stays as long as something is not saved. It never stands in the way of what a person does next."""

    quit_wanted = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.retry_button = QPushButton(self.tr("Retry"))
        self.retry_button.setObjectName("quietButton")
        self.retry_button.clicked.connect(self._retry)
        self.quit_button = QPushButton(self.tr("Quit and lose it"))
        self.quit_button.setObjectName("quietButton")
        self.quit_button.clicked.connect(self.quit_wanted)
        self.row.addWidget(self.retry_button)
        self.row.addWidget(self.quit_button)
        jobs.kept_changed.connect(self._show)

    def ask_to_quit(self) -> None:
        """Say what would be lost by quitting now, and let the person choose."""
        self._say(
            self.tr("One thing you did is not saved, because the disk is full. Quitting now loses it.")
            if self._jobs.kept == 1
            else self.tr("{count} things you did are not saved, because the disk is full. Quitting now loses them.")
        )
        self.quit_button.show()
        self.retry_button.setFocus()

    def _show(self, count: int) -> None:
        self.quit_button.hide()
        self.setVisible(count > 0)
        if count:
            self._say(
                self.tr("The disk is full. What you did is kept and will be saved as soon as there is room.")
                if count == 1
                else self.tr(
                    "The disk is full. The last {count} things you did are kept and will be saved as soon as there is room."
                )
            )

    def _say(self, text: str) -> None:
        self.show_words(text.format(count=self._jobs.kept))

    def _retry(self) -> None:
        self._jobs.retry()
