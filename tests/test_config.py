"""The settings: what a file may say, what is said of one that is wrong, and a view saved into it."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.toml import statements
from tui import when
from tui.config import BUILT_IN, Config, ConfigError, default_path, load
from tui.filter.parse import parse
from tui.session import Session
from tui.settings import save_view
from tui.toml import replaced
from tui.view import View
from tui.when import ranged

FULL = """\
theme = "nord"  # calm
utc = false
ascii = true
columns = ["time", "action", "eventName"]

[keys]
"browse.pause" = "p"
browse.filter = ["/", "f3"]
"table.up" = "up,k"
"table.first" = ","

[views.mine]
filter = "actor:alice"
log = "cloudtrail"
sort = "actor"
descending = true
columns = ["time", "actor"]

[views."failures"]
filter = "errorCode:*"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tailtrail" / "config.toml"


@pytest.fixture
def full(path: Path) -> Path:
    return written(path, FULL)


@pytest.fixture(scope="module")
def loaded(incident: Path) -> Iterator[Session]:
    with Session([str(incident)], workers=0) as session:
        session.load()
        yield session


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_without_a_file_everything_is_as_usual(path: Path) -> None:
    assert load(path) == Config()
    assert (Config().theme, Config().utc, Config().ascii, Config().keymap()) == ("tokyo-night", True, False, {})
    assert list(Config().views) == list(BUILT_IN)


def test_a_file_may_say_all_of_it(full: Path) -> None:
    config = load(full)
    assert (config.theme, config.utc, config.ascii) == ("nord", False, True)
    assert config.columns == ("time", "action", "eventName")
    assert config.keymap() == {
        "browse.pause": "p",
        "browse.filter": "/,f3",
        "table.up": "up,k",
        "table.first": "comma",
    }
    assert config.views["mine"] == View("actor:alice", "cloudtrail", None, None, "actor", True, ("time", "actor"))
    assert config.views["failures"] == View("errorCode:*"), "one's own replaces ours"
    assert list(config.views) == [*BUILT_IN, "mine"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\ntheem = "nord"',
         "line 2: theem: no such key; expected theme, utc, ascii, columns, keys or views; did you mean theme?"),
        ("utc = 1", "line 1: utc: 1 does not do; expected true or false"),
        ("theme = true", "line 1: theme: True does not do; expected text"),
        ('columns = "time"', "line 1: columns: 'time' does not do; expected a list of field names"),
        ('columns = [\n"time", "actoin"]',
         "line 1: columns: no field is called 'actoin'; expected a field's name; did you mean action?"),
        ("views = 1", "line 1: views: 1 does not do; expected a table"),
        ("[views]\nmine = 1", "line 2: views.mine: 1 does not do; expected a table [views.mine]"),
        ('[views."my own"]\nfilter = 1', "line 2: views.\"my own\".filter: 1 does not do; expected text"),
        ('[views.a]\nfilter = """\nx"""\nsrot = "time"',
         "line 4: views.a.srot: no such key; expected filter, time, log, sort,"),
        ('[views.a]\nsort = "actr"',
         "line 2: views.a.sort: no field is called 'actr'; expected a field's name; did you mean actor?"),
        ('[views.a]\nlog = "cloudtrial"', "line 2: views.a.log: no log is called 'cloudtrial'; expected"),
        ('[views.a]\nlog = "cloudtrial"', "did you mean cloudtrail?"),
        ('[views.a]\ntime = "last week"', "line 2: views.a.time: 'last week' is no range of time; expected last 15m"),
        ('[keys]\n"a.b" = 1', 'line 2: keys."a.b": 1 does not do; expected a key: "p", or ["p", "f5"]'),
        ("[keys]\na.b = []", "line 2: keys.a.b: [] does not do"),
        ('[keys]\na.b = ["x", 1]', "line 2: keys.a.b: ['x', 1] does not do"),
        ('[keys]\na.b = "x,"', "line 2: keys.a.b: 'x,' does not do"),
        ("utc = true\ntheme nord", "line 2: not TOML: Expected '=' after a key"),
        ("utc = true\nutc = false", "not TOML: Cannot overwrite a value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(written(path, text))
    assert str(caught.value).startswith(f"{path}")
    assert said in str(caught.value)


def test_a_file_that_cannot_be_read_is_no_missing_file(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(path)
    path.rmdir()
    path.write_bytes(b'utc = true\ntheme = "\xff"')
    with pytest.raises(ConfigError, match="line 2: not UTF-8"):
        load(path)


def test_a_mark_at_the_beginning_does_no_harm(path: Path) -> None:
    assert load(written(path, "\ufeffutc = false\r\n")) == Config(utc=False)


def test_ids_of_keys_that_nobody_knows_are_named() -> None:
    config = Config(keys={"browse.pause": "p", "browse.pasue": "p", "nothing": "x"})
    assert config.strange_keys(["browse.pause", "app.quit"]) == (
        "[keys] browse.pasue: no such key; did you mean browse.pause?",
        "[keys] nothing: no such key",
    )


def test_where_the_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert default_path() == tmp_path / "xdg" / "tailtrail" / "config.toml"
    for useless in ("", "relative"):
        monkeypatch.setenv("XDG_CONFIG_HOME", useless)
        assert default_path() == tmp_path / ".config" / "tailtrail" / "config.toml"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "roaming"))
    assert default_path() == tmp_path / "roaming" / "tailtrail" / "config.toml"


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_view_of_ours_parses_and_finds_something_in_the_incident(loaded: Session, name: str) -> None:
    view = BUILT_IN[name]
    parse(view.filter)
    found, all_there_is = loaded.store.count(view), loaded.store.count(View())
    assert 0 < found < all_there_is / 10


def test_a_saved_view_is_there_again_and_nothing_else_is_touched(full: Path) -> None:
    before = load(full)
    view = View('"a \\ b" and x:ü', "neptune_audit", 1, 2, "actor", True, ("time", "actor"))
    save_view(full, "my own", view)
    assert full.read_text().startswith(FULL)
    after = load(full)
    assert after.views == {**before.views, "my own": view}
    assert (after.theme, after.keys) == (before.theme, before.keys)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("last 15m", "last 15m"),
        ("end-2h..", "end-2h.."),
        ("12:00..12:04", "2026-11-20T12:00Z..2026-11-20T12:04Z"),
        ("2026-11-20T12:00:01..", "2026-11-20T12:00:01Z.."),
        ("..2026-11-20T12:00:01.5", "..2026-11-20T12:00:01.599999Z"),
        ("..2026-11-20T12:00:01", "..2026-11-20T12:00:01Z"),
        ("2026-11-20", "2026-11-20T00:00Z..2026-11-20T23:59Z"),
    ],
)
def test_a_view_keeps_its_range_of_time(path: Path, typed: str, kept: str) -> None:
    end = 1_795_176_000_000_000
    view = ranged(View("actor:alice"), typed, end + 7_000_000, end)
    save_view(path, "mine", view)
    assert f'time = "{kept}"' in path.read_text()
    assert load(path).views["mine"] == view


@given(st.none() | st.integers(0, 1 << 51), st.none() | st.integers(1, 1 << 51))
def test_any_range_of_time_is_read_again_as_it_was(since: int | None, until: int | None) -> None:
    view = View(since=since, until=until)
    assert ranged(View(), text, 0, None) == view if (text := when.written(view)) else not view.ranged


def test_a_view_of_the_same_name_is_replaced_where_it_stands(full: Path) -> None:
    save_view(full, "mine", View("actor:bob"))
    head, tail = FULL.split("[views.mine]")
    assert full.read_text() == f'{head}[views.mine]\nfilter = "actor:bob"\n' + "\n" + tail[tail.index("[views.") :]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "utc = true",
        "# only this",
        '[views.a]\nfilter = "x"',
        '[views.a]\n# why\nfilter = """\n[views.b]\nsort = 1\n"""\n\n# of b\n[views.b]\nfilter = "y"\n',
        '[views]\na = {filter = "x", sort = "time"}\nb.filter = "y"\n',
        '[views]\na.filter = "x"\na.sort = "time"\n',
        'views.a.filter = "x"\nviews.b.filter = "y"\n',
        'views = {a = {filter = "x"}}\n',
        '[views."a"]\r\nfilter = "x"\r\n\r\n[views.c]\r\nfilter = "z"\r\n',
        '[ views . a ] # so\ncolumns = [\n"time",\n] # list\n[keys]\n"p.q" = "r"\n',
    ],
)
def test_however_a_file_is_written_one_view_is_replaced(path: Path, text: str) -> None:
    before = tomllib.loads(text)
    save_view(written(path, text), "a", View("new"))
    after = tomllib.loads(path.read_bytes().decode())
    assert after == {**before, "views": {**before.get("views", {}), "a": {"filter": "new"}}}
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in path.read_text().splitlines() if line.startswith("#")] == comments
    assert (b"\r\n" in path.read_bytes()) == ("\r\n" in text)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ('views = {a = {filter = "x"}, b = {filter = "y"}}\n', View("new")),
        ("views = 1\n", View("new")),
        ("utc = \n", View("new")),
        ("utc = true\n", View("half a character: \ud83d")),
    ],
)
def test_a_file_that_cannot_take_a_view_is_left_alone(path: Path, text: str, view: View) -> None:
    with pytest.raises(ConfigError):
        save_view(written(path, text), "a", view)
    assert path.read_text() == text
    assert list(path.parent.iterdir()) == [path]


def test_a_link_stays_a_link_and_the_mode_stays(path: Path, tmp_path: Path) -> None:
    real = written(tmp_path / "dotfiles" / "config.toml", FULL)
    real.chmod(0o640)
    path.parent.mkdir()
    path.symlink_to(real)
    save_view(path, "a", View("x"))
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert load(real).views["a"] == View("x")


@given(name=st.text(), text=st.text(), column=st.lists(st.text(), max_size=2))
def test_any_text_comes_back_from_the_file(name: str, text: str, column: list[str]) -> None:
    table = {"filter": text, "columns": column}
    once = replaced(FULL, ("views", name), table)
    assert tomllib.loads(once) == {**(d := tomllib.loads(FULL)), "views": {**d["views"], name: table}}
    assert replaced(once, ("views", name), table) == once
    assert "".join(statement.text for statement in statements(once)) == once
