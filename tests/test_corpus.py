"""Real logs, where they are at hand: what is found in each collection. Skips without `../shared/data`."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tui.session import Session
from tui.store.counts import Counts
from tui.view import View

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no real logs at hand")


def counts(path: Path) -> Counts:
    with Session([str(path)], workers=0) as session:
        session.load()
        return session.progress().counts


@pytest.mark.parametrize(
    ("folder", "events", "unparsed", "duplicates"),
    [
        ("invictus-ir_aws_dataset", 2900, 0, 0),
        ("DataDog_stratus-red-team", 310, 0, 0),
        ("adanalvarez_TrailDiscover", 158, 0, 0),
        ("rubysoho07_cloudtrail-watcher", 37, 0, 0),
        ("cloud-custodian_cloud-custodian", 12, 0, 0),
        ("log2timeline_plaso", 6, 0, 0),
        ("flosell_trailscraper", 3, 0, 4),
        ("cado-security_cloudgrep", 2, 1, 0),
        ("lookup_events", 1, 0, 0),
        ("neptune_graph", 1, 0, 0),
        ("neptune_audit", 10, 0, 0),
        ("neptune_slow_query", 1, 0, 0),
        ("seed_examples", 7, 6, 0),
    ],
)
def test_what_is_found(folder: str, events: int, unparsed: int, duplicates: int) -> None:
    assert counts(DATA / folder) == Counts(events, unparsed, duplicates)


def test_packed_and_plain_twins(tmp_path: Path) -> None:
    plain = next((DATA / "invictus-ir_aws_dataset").rglob("*_CloudTrail_*.json"))
    packed = tmp_path / "anything.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert counts(packed) == counts(plain)


def test_every_real_event_says_who_did_what_and_when() -> None:
    folders = ["invictus-ir_aws_dataset", "DataDog_stratus-red-team", "neptune_audit"]
    with Session([str(DATA / f) for f in folders], workers=0) as session:
        store = session.load()
        rows = store.rows(store.select(View()).ids.tolist())
        for name in ("time", "service", "action", "actor", "actor_type", "outcome", "summary"):
            missing = [row.values["summary"] for row in rows if row.values[name] is None]
            assert not missing, (name, missing[:3])
