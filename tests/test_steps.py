"""From an event to those that belong to it: of its transaction or session, and in the other log."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers import Value
from tests.browse_support import MIDDLE, jsonl, loaded, opened
from tests.conftest import event
from tests.store.test_shapes import asked as audit_line
from tui.screens.browse.planes import asked, crossing, links, nothing
from tui.screens.browse.steps import Chain, chains, closest, step, told
from tui.view import View

CHAIN = Chain("transaction abc", "transaction:abc")
ARN = "arn:aws:sts::111122223333:assumed-role/Reader/ann"
AT = 1_795_176_000_000_000
SPAN = 300_000_000


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"transaction": "abc", "userIdentity.accessKeyId": "ASIAXEXAMPLE"},
            Chain("transaction abc", "transaction:abc"),
        ),
        (
            {"transaction": None, "userIdentity.accessKeyId": "ASIAXEXAMPLE"},
            Chain("session ASIAXEXAMPLE", "userIdentity.accessKeyId:ASIAXEXAMPLE"),
        ),
        (
            {"userIdentity.accessKeyId": "AKIAXEXAMPLE"},
            Chain("access key AKIAXEXAMPLE", "userIdentity.accessKeyId:AKIAXEXAMPLE"),
        ),
        (
            {"userIdentity.principalId": "AROAX:ann b"},
            Chain("principal AROAX:ann b", 'userIdentity.principalId:"AROAX:ann b"'),
        ),
        ({"clientHost": "10.0.0.1:4711"}, Chain("connection 10.0.0.1:4711", 'clientHost:"10.0.0.1:4711"')),
        ({"transaction": "", "actor": "ann"}, None),
    ],
)
def test_the_closest_chain_of_an_event(values: dict[str, str | None], expected: Chain | None) -> None:
    found = next(iter(chains(values)), None)
    assert (found and found.name) == (expected and expected.name)
    assert (found and found.filter.replace('"', "")) == (expected and expected.filter.replace('"', ""))


def test_a_transaction_of_one_call_gives_way_to_the_session() -> None:
    both = chains({"transaction": "abc", "userIdentity.accessKeyId": "ASIAXEXAMPLE"})
    assert closest(both, [1, 4]) == (both[1], 4)
    assert closest(both, [2, 4]) == (both[0], 2)
    assert closest(both, [1, 1]) == (both[0], 1)


def test_a_step_goes_to_the_nearest_and_not_beyond_the_end() -> None:
    places = [2, 5, 9]
    assert [step(places, here, 1) for here in (0, 2, 5, 9)] == [2, 5, 9, None]
    assert [step(places, here, -1) for here in (0, 2, 5, 12)] == [None, None, 2, 9]


@pytest.mark.parametrize(
    ("places", "total", "place", "way", "said"),
    [
        ([2, 5, 9], 3, 5, 1, "2 of 3 in transaction abc"),
        ([2, 5], 3, 5, 1, "2 of 2 in transaction abc; 1 more of it is not in this view"),
        ([2, 5, 9], 3, None, 1, "This is the last of 3 in transaction abc"),
        ([2, 5], 9, None, -1, "This is the first of 2 in transaction abc; 7 more of it are not in this view"),
        ([2], 1, None, 1, "No other event of transaction abc"),
        ([2], 2, None, 1, "No other event of transaction abc in this view; 1 more of it is not in this view"),
    ],
)
def test_a_step_is_told(places: list[int], total: int, place: int | None, way: int, said: str) -> None:
    assert told(CHAIN, places, total, place, way) == said


CALL: dict[str, Value] = {
    "log": "cloudtrail",
    "time": AT,
    "service": "neptune",
    "userIdentity.arn": ARN,
    "client": "10.0.0.9",
    "target": "graph-prod",
}
LINE: dict[str, Value] = {
    "log": "neptune_audit",
    "time": AT,
    "service": "neptune",
    "callerIamArn": ARN,
    "client": "10.0.0.9",
    "target": "graph-prod",
}


def test_what_two_logs_have_in_common() -> None:
    principal = [link.filter.partition(":")[0] for link in links(CALL)]
    assert principal == ["callerIamArn", "client", "target"]
    assert [link.filter.partition(":")[0] for link in links(LINE)] == ["userIdentity.arn", "client", "target"]
    other = CALL | {"client": "rds.amazonaws.com", "service": "rds", "userIdentity.arn": None}
    assert links(other) == ()
    assert "no principal, address or cluster" in nothing(other, ())
    assert links(LINE | {"callerIamArn": None, "target": "10.0.0.9"})[0].said == "address 10.0.0.9"


def test_the_nearest_span_that_has_something_is_shown_and_empty_links_are_left_out() -> None:
    now, found = View(filter="actor:ann"), links(CALL)
    views = asked(CALL, found, now)
    assert {view.log for spans in views for view in spans} == {"neptune_audit"}
    assert (views[0][0].since, views[0][0].until) == (AT - SPAN, AT + SPAN + 1)
    counts = {view: 0 for spans in views for view in spans}
    assert crossing(1, now, found, views, counts).around.views == (now,)
    counts |= {views[0][1]: 3, views[0][2]: 9, views[2][0]: 1}
    goes = crossing(1, now, found, views, counts)
    assert goes.around.views == (now, views[0][1], views[2][0])
    assert goes.said[views[0][1]].startswith(
        f"In the Neptune audit log: 3 events of the same principal {ARN} within an hour"
    )
    assert "1 event of the same cluster or instance graph-prod within 5 min" in goes.said[views[2][0]]


def planes(folder: Path) -> None:
    """Calls of ann and bo in the trail, two in a transaction; queries of ann and of nobody's in the audit log."""
    ann = {"type": "AssumedRole", "arn": ARN, "accountId": "111122223333", "accessKeyId": "ASIAANNEXAMPLE"}
    bo = {"type": "IAMUser", "userName": "bo", "arn": "arn:aws:iam::111122223333:user/bo"}
    sql = {"eventSource": "rdsdata.amazonaws.com", "eventName": "ExecuteStatement", "readOnly": False}
    inside = {"transactionId": "abc", "resourceArn": "arn:aws:rds:eu-central-1:111122223333:cluster:orders"}
    jsonl(
        folder / "trail.jsonl",
        event(1, userIdentity=ann, **sql, requestParameters=inside),
        event(2, userIdentity=bo, sourceIPAddress="203.0.113.5"),
        event(3, userIdentity=ann, **sql, requestParameters=inside),
        event(4, userIdentity=ann),
    )
    (folder / "audit.log.0").write_bytes(audit_line(2_500, "g.V('1').drop()") + audit_line(90_000, "g.V('2')"))


async def test_calls_of_one_transaction_are_stepped_through(tmp_path: Path) -> None:
    planes(tmp_path)
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE, View(log="cloudtrail")) as seen:
            await seen.press("g")
            await seen.until(lambda: seen.second == 1)
            await seen.press(">")
            await seen.until(lambda: seen.second == 3)
            assert "2 of 2 in transaction abc" in seen.said
            await seen.press(">")
            await seen.until(lambda: "This is the last of 2" in seen.said)
            await seen.press("<")
            await seen.until(lambda: seen.second == 1)
            await seen.press("j", "<")
            await seen.until(lambda: "names no transaction" in seen.said)
            assert seen.view == View(log="cloudtrail")


async def test_the_other_log_is_crossed_to_and_back(tmp_path: Path) -> None:
    planes(tmp_path)
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE, View(log="cloudtrail")) as seen:
            await seen.press("g")
            await seen.until(lambda: seen.second == 1)
            await seen.press("X")
            await seen.until(lambda: seen.table.total == 2 and seen.second == 2)
            assert seen.view.log == "neptune_audit"
            assert f"2 events of the same principal {ARN} within 5 min" in seen.said
            await seen.press("X")
            await seen.total(4)
            assert seen.view == View(log="cloudtrail")
            assert "Back where X began" in seen.said


async def test_an_audit_line_is_crossed_from_and_an_event_without_a_link_is_told(tmp_path: Path) -> None:
    planes(tmp_path)
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE, View(log="neptune_audit")) as seen:
            await seen.press("X")
            await seen.until(lambda: seen.view.log == "cloudtrail" and seen.table.total == 3)
            seen.app.browse.change(View(filter="actor:bo"))
            await seen.total(1)
            await seen.press("X")
            await seen.until(lambda: "Nothing in the Neptune audit log within a day" in seen.said)
            assert seen.view == View(filter="actor:bo")


async def test_the_incident_is_followed_from_the_deletion_to_what_the_same_person_asked_the_graph(
    incident: Path,
) -> None:
    deletion = View(filter="action:DeleteDBCluster and actor:alice and outcome:success")
    with loaded(incident) as source:
        async with opened(source, MIDDLE, deletion) as seen:
            await seen.total(1)
            await seen.press("X")
            await seen.total(7)
            assert "7 events of the same principal" in seen.said
            assert seen.view.log == "neptune_audit"
            await seen.press("X")
            await seen.until(lambda: "7 events of the same address" in seen.said)
            await seen.press("X")
            await seen.until(lambda: "cluster or instance graph-prod" in seen.said)
            await seen.press("X")
            await seen.total(1)
