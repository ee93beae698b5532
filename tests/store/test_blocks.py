"""Raw records, byte for byte."""

from __future__ import annotations

from pathlib import Path

from isal import igzip_lib

from tui.store.blocks import KEPT, Blocks


def pack(data: bytes) -> bytes:
    packed: bytes = igzip_lib.compress(data, 1, flag=igzip_lib.COMP_GZIP)
    return packed


def test_what_goes_in_comes_out_also_after_the_memory_of_it_is_gone(tmp_path: Path) -> None:
    blocks = Blocks(tmp_path / "raw")
    contents = [b"%d;" % n * 50 for n in range(KEPT + 20)]
    positions = [blocks.append(pack(content)) for content in contents]
    assert [blocks.block(p) for p in positions] == contents
    assert blocks.read(positions[3], 2, 4) == contents[3][2:6]
    blocks.close()
    again = Blocks(tmp_path / "raw")
    assert again.size == (tmp_path / "raw").stat().st_size
    assert again.block(positions[5]) == contents[5]
    again.close()


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    Blocks(tmp_path / "raw").close()
    assert (tmp_path / "raw").stat().st_mode & 0o077 == 0
