"""`tailtrail parsers`, and the options that bring parsers and choose among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.cli import main

LOG = "1795176000 gates[front]: alice opened\n1795176060 gates[back]: bob forced\n"


@pytest.mark.parametrize("how", ["py", "toml"])
def test_a_new_parser_works_as_it_is(how: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parsers", "new", "gates", *(["--toml"] if how == "toml" else [])]) == 0
    assert main(["parsers", "check", f"gates.{how}"]) == 0
    said = capsys.readouterr().out
    assert "✓ answers anything" in said
    assert "µs a record" in said
    (home / "gates.log").write_text(LOG)
    assert main(["query", "gates.log", "--parser", f"gates.{how}", "--filter", "effect:destructive", "--count"]) == 0
    assert capsys.readouterr().out == "1\n"


def test_the_test_that_is_written_with_it_passes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["parsers", "new", "gates"])
    monkeypatch.syspath_prepend(home)
    scope: dict[str, object] = {}
    exec(compile((home / "test_gates.py").read_text(), "test_gates.py", "exec"), scope)
    check = scope["test_contract"]
    assert callable(check)
    check()


def test_what_is_there_is_not_written_over_and_a_name_has_to_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parsers", "new", "gates"]) == 0
    assert main(["parsers", "new", "gates"]) == 2
    assert "gates.py is there already" in capsys.readouterr().err
    assert main(["parsers", "new", "My Gates"]) == 2
    assert "is no name for a parser; expected small letters" in capsys.readouterr().err


def test_what_a_parser_does_not_keep_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["parsers", "new", "gates"])
    path = home / "gates.py"
    path.write_text(path.read_text().replace("return 0.9", "return 0.1"))
    assert main(["parsers", "check", "gates.py"]) == 1
    assert "✗ recognises its sample\n    sniff says 0.10 of it; 0.3 is the least" in capsys.readouterr().out
    path.write_text("import nothing_of_that_name")
    assert main(["parsers", "check", "gates.py"]) == 1
    assert "refused: loading it raised ModuleNotFoundError" in capsys.readouterr().out
    assert main(["parsers", "check", "gate"]) == 2
    assert "no parser is called 'gate'; there is cloudtrail" in capsys.readouterr().err


def test_all_are_listed_with_where_they_are_from(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = home / "config" / "tailtrail" / "parsers"
    folder.mkdir(parents=True)
    main(["parsers", "new", "gates", "--toml"])
    (home / "gates.toml").rename(folder / "gates.toml")
    (folder / "bad.py").write_text("1 / 0")
    capsys.readouterr()
    assert main(["parsers"]) == 0
    said = capsys.readouterr().out
    assert "cloudtrail      AWS CloudTrail\n                from: built in\n" in said
    assert (
        f"gates           Gates log\n                from: {folder / 'gates.toml'}\n                files: gates*.log"
        in said
    )
    assert f"the parser bad ({folder / 'bad.py'}) was refused: loading it raised ZeroDivisionError" in said


def test_one_that_hangs_while_it_is_loaded_is_given_up(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.formats.PATIENCE", 1.5)
    (home / "hangs.py").write_text("import time\ntime.sleep(100)")
    (home / "leaves.py").write_text("import os\nos._exit(3)")
    assert main(["parsers", "--parser", "hangs.py"]) == 2
    assert "hangs.py) was refused: loading it took more than 2 s, or ended" in capsys.readouterr().err
    assert main(["parsers", "--parser", "leaves.py"]) == 2
    assert "leaves.py) was refused: loading it took" in capsys.readouterr().err


def test_a_parser_is_chosen_for_files_by_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "a.jsonl").write_text('{"eventVersion": "1.08", "eventName": "X", "eventSource": "rds.amazonaws.com"}\n')
    assert main(["query", "a.jsonl", "--parse", "a.*=jsonlines"]) == 0
    assert '"log":"jsonlines"' in capsys.readouterr().out
    assert main(["query", "a.jsonl", "--parse", "jsonlines"]) == 2
    assert "expected GLOB=NAME, such as '*.log=jsonlines'" in capsys.readouterr().err
    assert main(["query", "a.jsonl", "--parse", "*=nobody"]) == 2
    assert "no parser is called 'nobody'; there is cloudtrail" in capsys.readouterr().err
