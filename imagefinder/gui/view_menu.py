"""The button above the grid that says how it is listed: order, captions, details or none."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from imagefinder.gui.grid import Caption
from imagefinder.gui.icons import put_icon
from imagefinder.gui.listing import Order


class ViewMenu(QToolButton):
    """A menu of choices; each comes out as a signal."""

    order_chosen = Signal(object)  # Order
    caption_chosen = Signal(object)  # Caption
    details_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        put_icon(self, "sort", self)
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(self.tr("Order and captions"))
        self.setToolTip(self.tr("Order and captions"))
        menu = QMenu(self)
        menu.addSection(self.tr("Order"))
        self._orders = self._choices(menu, self._named_orders(), self.order_chosen)
        menu.addSection(self.tr("Below each photo"))
        self._captions = self._choices(menu, self._named_captions(), self.caption_chosen)
        menu.addSeparator()
        self._details = menu.addAction(self.tr("Details of the chosen photo"))
        self._details.setCheckable(True)
        self._details.toggled.connect(self.details_toggled)
        self.setMenu(menu)

    def show_choices(self, order: Order, caption: Caption, details: bool) -> None:
        """Mark what holds, without telling anybody."""
        for chosen, actions in ((order, self._orders), (caption, self._captions)):
            for action in actions:
                action.setChecked(action.data() is chosen)
        self._details.blockSignals(True)
        self._details.setChecked(details)
        self._details.blockSignals(False)

    def _named_orders(self) -> Sequence[tuple[Enum, str]]:
        return [
            (Order.RELEVANCE, self.tr("Best first")),
            (Order.NEWEST, self.tr("Newest first")),
            (Order.OLDEST, self.tr("Oldest first")),
            (Order.NAME, self.tr("By name")),
        ]

    def _named_captions(self) -> Sequence[tuple[Enum, str]]:
        return [
            (Caption.OFF, self.tr("Nothing")),
            (Caption.NAME, self.tr("Name")),
            (Caption.DATE, self.tr("Date")),
            (Caption.SCORE, self.tr("Score")),
        ]

    def _choices(
        self, menu: QMenu, choices: Sequence[tuple[Enum, str]], chosen: SignalInstance
    ) -> list[QAction]:
        group = QActionGroup(menu)
        for value, text in choices:
            action = group.addAction(text)
            action.setCheckable(True)
            action.setData(value)
            menu.addAction(action)
        # `triggered` comes from the person only, `toggled` from `show_choices` too.
        group.triggered.connect(lambda action: chosen.emit(action.data()))
        return group.actions()
