"""Which file system a folder lies on, as far as watching it is concerned.

A network file system tells this machine nothing of what others change on it: `watch` polls there.
"""

import os
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb3 smbfs fuse.sshfs sshfs 9p afs davfs fuse.davfs2 fuse.rclone fuse.s3fs "
    "fuse.glusterfs glusterfs ceph fuse.ceph ncpfs virtiofs vboxsf prl_fs fuse.gvfsd-fuse".split()
)
# How the kernel writes what would break its table apart.
_ESCAPES = (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\"))


def network_type(folder: str) -> str | None:
    """The type of the network file system that `folder` lies on; None for a local disk.

    None as well where the system keeps no table of mounts.
    """
    try:
        mounts = os.fsdecode(_MOUNTS.read_bytes())
    except OSError:
        return None
    found = file_system_type(os.path.realpath(folder), mounts)
    return found if found in _NETWORK_TYPES else None


def file_system_type(path: str, mounts: str) -> str | None:
    """The type of the file system that holds `path`, free of links, by a table of `mounts`."""
    longest, found = -1, None
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        mount_point, kind = _unescaped(fields[1]).rstrip("/"), fields[2]
        # Of two mounts at one point the later hides the earlier.
        if (path + "/").startswith(mount_point + "/") and len(mount_point) >= longest:
            longest, found = len(mount_point), kind
    return found


def _unescaped(text: str) -> str:
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    return text
