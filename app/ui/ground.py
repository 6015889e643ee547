"""What the window shows in its first moment: the grounds of its parts, each where the part is going to stand.

Only the style sheet colours it. A painter, like most of what a widget can be told, names something of ``Qt``, and
making that namespace's enumerations takes longer than all of this.
"""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

RAIL_WIDTH, BAR_HEIGHT, FOOT_HEIGHT = 184, 62, 30
SIDE, TOP = 18, 14


class Ground(QWidget):
    """Rail, entry bar and status line as plain surfaces."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rail, bar, foot = QFrame(), QFrame(), QFrame()
        rail.setObjectName("rail")
        rail.setFixedWidth(RAIL_WIDTH)
        bar.setObjectName("card")
        bar.setFixedHeight(BAR_HEIGHT)
        foot.setObjectName("statusLine")
        foot.setFixedHeight(FOOT_HEIGHT)
        column = QVBoxLayout()
        column.setContentsMargins(SIDE, TOP, SIDE, 0)
        column.addWidget(bar)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(column, 1)
        right.addWidget(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        row.addLayout(right, 1)
