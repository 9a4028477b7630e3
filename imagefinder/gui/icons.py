"""Icons on buttons and actions that follow the theme.

`style.icon` draws an icon in one colour for good; what got its icon here is remembered, so that the
window can have all of them drawn anew when its palette changes.
"""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QWidget

from imagefinder.gui.style import icon

_NAME = "icon_name"


def put_icon(target: QAbstractButton | QAction, name: str, widget: QWidget) -> None:
    """Give `target` the icon of this name, in the colours of `widget`."""
    target.setProperty(_NAME, name)
    target.setIcon(icon(name, widget.palette()))


def renew_icons(root: QWidget) -> None:
    """Draw every icon below `root` anew, in the colours of now."""
    targets: list[QAbstractButton | QAction] = [
        *root.findChildren(QAbstractButton),
        *root.findChildren(QAction),
    ]
    for target in targets:
        if name := target.property(_NAME):
            target.setIcon(icon(str(name), root.palette()))
