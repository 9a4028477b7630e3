"""Offers the newest backup, or salvaging, when the engine refuses a damaged library.

The restoring itself is the command line's, in a process of its own, since it may copy gigabytes.
Afterwards the window has to be opened again: all that it holds was read from the damaged file.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, QProcess, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from imagefinder.core.messages import Failed
from imagefinder.core.paths import LibraryPaths
from imagefinder.gui.engine_client import EngineClient
from imagefinder.store.backup import Backup, backups
from imagefinder.store.holding import Holding, holding


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
        if damage:
            self._ask(damage, backups(self._paths)[:1])

    def _ask(self, damage: str, newest: Sequence[Backup]) -> None:
        questions = [damage, *map(self._about, newest), self._about_salvaging()]
        box = self._box(QMessageBox.Icon.Warning, "\n\n".join(questions))
        deeds: dict[QAbstractButton, tuple[str, ...]] = {}
        if newest:
            put_back = self.tr("Put the backup back")
            deeds[box.addButton(put_back, QMessageBox.ButtonRole.AcceptRole)] = ()
        salvage = self.tr("Salvage what can be read")
        deeds[box.addButton(salvage, QMessageBox.ButtonRole.AcceptRole)] = ("--salvage",)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(
            lambda clicked: self._restore(deeds[clicked]) if clicked in deeds else None
        )
        box.open()

    def _about(self, newest: Backup) -> str:
        held = holding(newest.file, still=True) or Holding()
        made_at = QLocale().toString(_local_time(newest.made_at), QLocale.FormatType.ShortFormat)
        return self.tr(
            "The newest backup is of {0}, with {1} photos and {2} votes. Put it back? What you "
            "voted, marked and saved since then is lost; photos that came since are indexed again. "
            "The damaged file is kept."
        ).format(made_at, *map(QLocale().toString, (held.photos, held.votes)))

    def _about_salvaging(self) -> str:
        return self.tr(
            "What can still be read can be copied out of the damaged file, which is kept. That "
            "takes a minute or more for a large library."
        )

    def _restore(self, options: Sequence[str]) -> None:
        process = QProcess(self)
        process.finished.connect(self._on_finished)
        self._process = process
        library = str(self._paths.folder)
        arguments = ["-m", "imagefinder", "--library", library, "restore", "--yes", *options]
        process.start(sys.executable, arguments)

    def _on_finished(self, code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        process.deleteLater()
        done = self.tr("Close this window and open imagefinder again.")
        icon = QMessageBox.Icon.Warning if code else QMessageBox.Icon.Information
        # What came back, in the words of the command.
        box = self._box(icon, said if code else f"{said}\n\n{done}")
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
