"""What no palette says of Fusion's looks: flat buttons, quiet scroll bars, roomy tables.

`style.apply_style` fills in the colours of a shade, by the names of its `Tones`, and dresses the
whole program. Widgets that paint themselves take no notice of it.
"""

from string import Template

SHEET = Template("""
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $grip; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }

QPushButton, QToolButton[autoRaise="false"] {
    background: $button; border: 1px solid $line; border-radius: 5px;
    padding: 4px 10px; min-height: 16px;
}
QToolButton[autoRaise="false"] { padding: 4px; }
QPushButton:hover, QToolButton[autoRaise="false"]:hover {
    background: $hover; border-color: $faint;
}
QPushButton:pressed, QPushButton:checked { background: $selected; }
QPushButton:default, QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $window; }

QCheckBox::indicator:unchecked {
    width: 12px; height: 12px;
    background: $base; border: 1px solid $grip; border-radius: 3px;
}
QCheckBox::indicator:unchecked:hover, QCheckBox::indicator:unchecked:focus {
    border-color: $accent;
}

QLineEdit[frame="true"], QPlainTextEdit, FolderList QListWidget {
    background: $base; border: 1px solid $line; border-radius: 5px; padding: 3px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit[frame="true"]:focus, QPlainTextEdit:focus, FolderList QListWidget:focus {
    border-color: $accent;
}

QTableView, FolderList QListWidget {
    selection-background-color: $selected; selection-color: $text;
}
QTableView::item, FolderList QListWidget::item { padding: 4px 8px; }
QHeaderView { background: $base; border: none; }
QHeaderView::section {
    background: $base; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 6px 11px; font-weight: normal;
}

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
""")
