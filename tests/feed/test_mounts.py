"""Which file systems are looked at again and again, because nobody tells of changes on them."""

from __future__ import annotations

import pytest

from tui.feed.mounts import file_system, silent

TABLE = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
40 27 0:50 / /mnt/nfs rw,relatime shared:1 - nfs4 server:/export rw,vers=4.2
41 27 0:51 / /mnt/my\\040share rw,relatime - cifs //server/share rw
42 40 0:52 / /mnt/nfs/local rw,relatime - tmpfs tmpfs rw
43 27 0:53 / /data rw,relatime - ext4 /dev/vdb rw
44 27 0:54 / /data rw,relatime - fuse.s3fs s3fs rw
45 27 0:55 / /merged rw,relatime - overlay overlay rw,lowerdir=/l,upperdir=/u,workdir=/w
"""


@pytest.mark.parametrize(
    ("path", "type_", "nobody_tells"),
    [
        ("/home/alice/trail", "ext4", False),
        ("/mnt/nfs", "nfs4", True),
        ("/mnt/nfs/trail/2026", "nfs4", True),
        ("/mnt/nfsother", "ext4", False),
        ("/mnt/my share/logs", "cifs", True),
        ("/mnt/nfs/local/logs", "tmpfs", False),
        ("/data/logs", "fuse.s3fs", True),  # what was mounted last hides what was there
        ("/merged/logs", "overlay", False),  # changes through this mount are told of; others are found by looking
    ],
)
def test_the_innermost_mount_decides(path: str, type_: str, nobody_tells: bool) -> None:
    assert file_system(path, TABLE) == type_
    assert silent(path, TABLE) is nobody_tells


def test_where_there_is_no_table_of_mounts_notifications_are_believed() -> None:
    assert file_system("/logs", "") == ""
    assert not silent("/logs", "")
