"""Offers the newest backup when the engine refuses a damaged library.

The restoring itself is the command line's, in a process of its own, since it may copy gigabytes.
Afterwards the window has to be opened again: all that it holds was read from the damaged file.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, QProcess, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from imagefinder.core.messages import Failed
from imagefinder.core.paths import LibraryPaths
from imagefinder.gui.engine_client import EngineClient
from imagefinder.store.backup import Backup, backups


class Restoring(QObject):
    """Listens to one engine; asks above `window`, at most once."""

    def __init__(self, engine: EngineClient, library: Path, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._paths = LibraryPaths(library)
        self._damage = ""
        self._process: QProcess | None = None
        engine.failed.connect(self._on_failed)
        engine.given_up.connect(self._on_given_up)

    def _on_failed(self, failed: Failed) -> None:
        if failed.damaged:
            self._damage = failed.text

    def _on_given_up(self, _text: str) -> None:
        damage, self._damage = self._damage, ""
        if damage and (kept := backups(self._paths)):
            self._ask(damage, kept[0])

    def _ask(self, damage: str, newest: Backup) -> None:
        made_at = QLocale().toString(_local_time(newest.made_at), QLocale.FormatType.ShortFormat)
        question = self.tr(
            "The newest backup is of {0}. Put it back? What you voted, marked and saved since then "
            "is lost; photos that came since are indexed again. The damaged file is kept."
        ).format(made_at)
        box = self._box(QMessageBox.Icon.Warning, f"{damage}\n\n{question}")
        put_back = box.addButton(self.tr("Put the backup back"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(lambda clicked: self._restore() if clicked is put_back else None)
        box.open()

    def _restore(self) -> None:
        process = QProcess(self)
        process.finished.connect(self._on_finished)
        self._process = process
        library = str(self._paths.folder)
        arguments = ["-m", "imagefinder", "--library", library, "restore", "--yes"]
        process.start(sys.executable, arguments)

    def _on_finished(self, code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        process.deleteLater()
        done = self.tr("The backup is in place. Close this window and open imagefinder again.")
        icon = QMessageBox.Icon.Warning if code else QMessageBox.Icon.Information
        box = self._box(icon, said if code else done)
        box.addButton(QMessageBox.StandardButton.Close)
        box.finished.connect(lambda _: None if code else self._window.close())
        box.open()

    def _box(self, icon: QMessageBox.Icon, text: str) -> QMessageBox:
        box = QMessageBox(icon, self.tr("Damaged library"), text, parent=self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return box


def _local_time(seconds: float) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(round(seconds))
