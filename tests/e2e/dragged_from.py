"""A window whose whole face can be dragged: a picture, as a browser offers one.

usage: python dragged_from.py PICTURE
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

TITLE = "A page with a picture"
LEFT, TOP, SIDE = 900, 100, 200


class Page(QLabel):
    """Begins a drag as soon as the mouse moves with its button down."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        if event.buttons() & Qt.MouseButton.LeftButton:
            data = QMimeData()
            data.setUrls([QUrl("https://example.org/cat.png")])
            data.setData("application/octet-stream", Path(sys.argv[1]).read_bytes())
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)


def main() -> None:
    app = QApplication(sys.argv[:1])
    page = Page("drag me")
    page.setWindowTitle(TITLE)
    page.setGeometry(LEFT, TOP, SIDE, SIDE)
    page.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
