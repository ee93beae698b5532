"""The history: the shapes of a real trail, its faults included."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from tests.demo.reading import audit, broken, deliveries, fields, records, texts
from tui.demo import write_all, write_past

NAME = re.compile(r"111122223333_CloudTrail_us-east-1_\d{8}T\d{4}Z_[A-Z0-9]{16}\.json\.gz")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the history alone, up to noon."""
    folder = tmp_path_factory.mktemp("past")
    write_past(folder, now=datetime.fromisoformat("2031-04-17T12:00:00+00:00"))
    return folder


def test_the_same_seed_and_time_give_the_same_bytes(demo: Path, tmp_path: Path, now: datetime) -> None:
    write_all(tmp_path, now=now.astimezone(timezone(timedelta(hours=-7))))
    assert contents(tmp_path) == contents(demo)


def test_another_seed_gives_another_demo(demo: Path, tmp_path: Path, now: datetime) -> None:
    write_all(tmp_path, seed=8, now=now)
    assert contents(tmp_path).keys() != contents(demo).keys()


def test_files_are_named_and_placed_as_a_trail_does(demo: Path) -> None:
    for path in (demo / "AWSLogs/111122223333/CloudTrail").rglob("*.json.gz"):
        assert NAME.fullmatch(path.name)
        assert path.parent.relative_to(demo).parts[2:] == ("CloudTrail", "us-east-1", "2031", "04", "17")


def test_exactly_one_file_is_damaged_and_only_in_its_last_record(demo: Path) -> None:
    (text,) = [text for text in texts(demo).values() if broken(text)]
    whole = text[: text.rindex(b',{"eventVersion"')] + b"]}"
    assert len(json.loads(whole)["Records"]) > 3
    assert b"\n" not in text


def test_the_digest_tells_the_hashes_of_its_hour(demo: Path) -> None:
    found = texts(demo)
    (digest,) = [json.loads(text) for name, text in found.items() if "CloudTrail-Digest" in name]
    assert digest["logFiles"]
    for listed in digest["logFiles"]:
        name = listed["s3Object"].rpartition("/")[2]
        if name in found and not broken(found[name]):
            assert hashlib.sha256(found[name]).hexdigest() == listed["hashValue"]


def test_there_is_enough_to_look_at_and_not_too_much(past: Path) -> None:
    assert 2_500 <= len(records(past)) + len(audit(past)) <= 4_000
    assert all(1 <= len(file) <= 30 for file in deliveries(past))


def test_ids_are_unique_but_for_whole_duplicates_in_another_file(demo: Path) -> None:
    every = [(n, record) for n, file in enumerate(deliveries(demo)) for record in file]
    count = Counter(record["eventID"] for _, record in every)
    twice = [event for event, times in count.items() if times > 1]
    assert 5 <= len(twice) <= 20
    for event in twice:
        (file, first), (other, second) = [place for place in every if place[1]["eventID"] == event]
        assert first == second
        assert file != other


def test_files_are_not_in_time_order_and_come_late(past: Path) -> None:
    disordered, late, held_up = 0, [], []
    for name, text in texts(past).items():
        if broken(text) or "Digest" in name:
            continue
        times = [record["eventTime"] for record in json.loads(text)["Records"]]
        disordered += times != sorted(times)
        at = datetime.strptime(name.split("_")[3], "%Y%m%dT%H%M%z")
        delays = [(at - datetime.fromisoformat(time)).total_seconds() for time in times]
        late += delays
        held_up += [min(delays)] * (max(delays) > 1000)
    assert len(held_up) == 1
    assert held_up[0] > 1500
    assert disordered > 50
    assert 60 < sorted(late)[len(late) // 2] < 400
    assert max(late) < 2500


def test_files_of_twenty_minutes_are_missing_and_the_digest_knows(past: Path) -> None:
    minutes = sorted(
        {datetime.strptime(name.split("_")[3], "%Y%m%dT%H%M%z") for name in texts(past) if NAME.match(name)}
    )
    pauses = [later - earlier for earlier, later in pairwise(minutes)]
    assert sorted(pauses)[-2:] == [timedelta(minutes=5), timedelta(minutes=25)]
    (digest,) = [json.loads(text) for name, text in texts(past).items() if "CloudTrail-Digest" in name]
    assert any(file["s3Object"].rpartition("/")[2] not in texts(past) for file in digest["logFiles"])


def test_the_first_acts_are_there_when_the_demo_opens(past: Path) -> None:
    taken = [record for record in records(past) if record["sourceIPAddress"] in {"203.0.113.66", "198.51.100.77"}]
    assert taken[0]["eventName"] == "GetCallerIdentity"
    assert taken[0]["eventTime"] >= "2031-04-17T11:50"
    assert {"ListUsers", "ConsoleLogin", "AssumeRole", "CreateAccessKey"} <= {r["eventName"] for r in taken}
    assert "PutEventSelectors" not in {record["eventName"] for record in taken}


def test_all_five_systems_are_there(demo: Path) -> None:
    found = records(demo)
    sources = {record["eventSource"].partition(".")[0] for record in found}
    assert {"rds", "rdsdata", "rdsdataapi", "cassandra", "cloudtrail"} <= sources
    newer = [record for record in found if record["eventSource"] == "rdsdataapi.amazonaws.com"]
    assert {(r["eventType"], r["eventCategory"]) for r in newer} == {("Rds Data Service", "Data")}
    made = [r for r in found if r["eventName"] == "CreateDBCluster" and r["responseElements"]["engine"] == "neptune"]
    assert [record["requestParameters"]["dBClusterIdentifier"] for record in made] == ["graph-prod"]
    assert len(audit(demo)) > 300


def test_every_audit_line_has_eight_fields_and_milliseconds(demo: Path, now: datetime) -> None:
    begin, end = now - timedelta(hours=4), now
    for record in audit(demo):
        stamp, client, server, kind, *_ = row = fields(record)
        assert len(row) == 8
        assert begin.timestamp() < int(stamp) / 1000 <= end.timestamp()
        assert client.count(":") == 1
        assert server.endswith(":8182")
        assert kind in {"Websocket", "HTTP_POST", "HTTP_GET"}


def test_some_audit_record_spans_lines(demo: Path) -> None:
    assert any(record.count("\n") > 1 for record in audit(demo))


def test_only_documentation_addresses_occur(demo: Path) -> None:
    allowed = re.compile(r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+")
    for record in records(demo):
        address = record["sourceIPAddress"]
        assert allowed.fullmatch(address) or address.endswith(".amazonaws.com")
    for line in audit(demo):
        assert all(allowed.match(place) for place in fields(line)[1:3])


def test_kms_is_left_out_of_the_trail_for_a_while_and_put_back(past: Path) -> None:
    told = sorted(r["eventTime"] for r in records(past) if r["eventName"] == "PutEventSelectors")
    assert len(told) == 2
    seen = [r["eventTime"] for r in records(past) if r["eventSource"] == "kms.amazonaws.com"]
    assert not [time for time in seen if told[0] < time < told[1]]
    assert min(seen) < told[0]
    assert max(seen) > told[1]
