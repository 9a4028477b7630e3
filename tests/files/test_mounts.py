from pathlib import Path

import pytest

from imagefinder.files import mounts
from imagefinder.files.mounts import file_system_type, network_type

TABLE = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
/dev/sdb1 /media/My\040Photos exfat rw 0 0
nas:/photos /mnt/nas nfs4 rw,vers=4.2 0 0
me@host: /mnt/nas/ssh fuse.sshfs rw 0 0
//nas/share /mnt/over cifs rw 0 0
tmpfs /mnt/over tmpfs rw 0 0
damaged
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/photos", "ext4"),
        ("/", "ext4"),
        ("/media/My Photos/2020", "exfat"),
        ("/media/My Photos", "exfat"),
        ("/mnt/nas/2020", "nfs4"),
        ("/mnt/nasty", "ext4"),
        ("/mnt/nas/ssh/x", "fuse.sshfs"),
        ("/mnt/over/x", "tmpfs"),
    ],
)
def test_the_innermost_and_latest_mount_counts(path: str, kind: str) -> None:
    assert file_system_type(path, TABLE) == kind


def test_without_any_mount_nothing_is_known() -> None:
    assert file_system_type("/home", "") is None


def test_network_file_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"nas:/x {tmp_path}/share cifs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n")
    (tmp_path / "link").symlink_to(tmp_path / "share")
    monkeypatch.setattr(mounts, "_MOUNTS", table)
    assert network_type(str(tmp_path / "share" / "photos")) == "cifs"
    assert network_type(str(tmp_path / "link" / "photos")) == "cifs"
    assert network_type(str(tmp_path)) is None


def test_systems_without_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "_MOUNTS", tmp_path / "missing")
    assert network_type("/mnt/nas") is None
