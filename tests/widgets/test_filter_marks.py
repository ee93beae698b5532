"""What a filter looks like, what can be put into it, and what is wrong with it, as text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filter.mini import CATALOGUE
from tui.drawing.filter_marks import LONGEST, marks, one_for_one
from tui.drawing.offers import Offer, accepted, first_shown, line, offers, widest
from tui.drawing.spans import width
from tui.drawing.trouble import pointed, sentence, stranger, unfinished
from tui.filter.complete import Completion, complete
from tui.filter.errors import FilterError
from tui.filter.parse import parse
from tui.visible import visible, width_of

SERVICES = (("s3", 11200), ("kms", 6475), ("neptune", 4018), ("rds", 150), ("rds-data", 12))
ACTORS = (("build role", 9120), ("alice", 37), *((f"svc-{n}", 1) for n in range(20)))


# Colours


@pytest.mark.parametrize(
    ("text", "inks"),
    [
        ("service:rds", "service=field :=sign rds=value"),
        ("time >= now-1h", "time=field >==sign now-1h=value"),
        ("not (a OR b)", "not=keyword (=sign a=word OR=keyword b=word )=sign"),
        ("a:/x y/ and @b", "a=field :=sign /x y/=pattern and=keyword @b=word"),
        ('a:"b c', 'a=field :=sign "b c=value'),
        ("a: and b", "a=field :=sign and=wrong"),
        ("a:{b", "a=field :=sign {=wrong"),
        ("a:(b or", "a=field :=sign (=sign b=value or=keyword"),
        ("x:@f 10.0.0.1:80", "x=field :=sign @f=value 10.0.0.1:80=word"),
        ("", ""),
    ],
)
def test_every_token_has_its_ink(text: str, inks: str) -> None:
    assert " ".join(f"{text[mark.start : mark.stop]}={mark.ink}" for mark in marks(text)) == inks


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='ab :()"\\/*@<>=and or not{}1.\x1b\u202e', max_size=30))
def test_marks_stand_in_order_and_inside_the_text(text: str) -> None:
    end = 0
    for mark in marks(text):
        assert end <= mark.start < mark.stop <= len(text)
        end = mark.stop
    shown = one_for_one(text)
    assert len(shown) == len(text)
    assert visible(shown) == shown


def test_a_pasted_book_is_not_coloured() -> None:
    assert marks("a " * LONGEST) == ()


# Offers


def offered(text: str, counted: Sequence[tuple[str, int]] = ()) -> list[str]:
    return [offer.written for offer in offers(complete(text, len(text), CATALOGUE), counted, CATALOGUE)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("serv", ["service:", "serverHost:"]),
        ("no", ["not "]),
        ("actor:x an", ["and "]),
        ("actor:x or ar", ["summary:", "userIdentity.arn:", "started:"]),
        ("readOnly:", ["true", "false"]),
        ("readOnly:t", ["true"]),
        ("readOnly:true", []),
        ("time > end", ["end-15m", "end-1h"]),
        ("zzz", []),
    ],
)
def test_names_and_words_that_fit_are_offered(text: str, written: list[str]) -> None:
    assert offered(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("service:", ["s3", "kms", "neptune", "rds", "rds-data"]),
        ("service:rd", ["rds", "rds-data"]),
        ("service:rds", ["rds", "rds-data"]),
        ("service:S", ["s3", "kms", "rds", "rds-data"]),
        ("service:s*", ["s3", "kms", "rds", "rds-data"]),
        ("service:d*a", ["rds-data"]),
        ("service:(s3 or k", ["kms"]),
        ("service:kms", []),
        ('service:"rd', ["rds", "rds-data"]),
    ],
)
def test_values_that_hold_what_is_typed_are_offered(text: str, written: list[str]) -> None:
    assert offered(text, SERVICES) == written


def test_values_are_quoted_and_counted() -> None:
    (first, *_) = offers(complete("actor:bu", 8, CATALOGUE), ACTORS, CATALOGUE)
    assert first == Offer("build role", '"build role"', "9,120")
    hostile = (('x" or *', 1), ("and", 1), ("a\x1bb", 1), ("10.0.0.0/8", 1))
    for offer in offers(complete("actor:", 6, CATALOGUE), hostile, CATALOGUE):
        parsed = parse(f"actor:{offer.written}")
        assert parsed == parse(f"actor:{offer.written} and actor:{offer.written}").parts[0]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "written", "after"),
    [
        ("serv|", "service:", "service:|"),
        ("ser|vice", "service:", "service:|"),
        ("ser|vice:rds", "service:", "service:|rds"),
        ("a:b an|", "and ", "a:b and |"),
        ("a:b an| c:d", "and ", "a:b and |c:d"),
        ("service:r|", "rds", "service:rds|"),
        ("service:r|dx or a", "rds", "service:rds| or a"),
        ("actor:(a or b|)", "build", "actor:(a or build|)"),
        ('actor:"bu|', '"build role"', 'actor:"build role"|'),
        ("actor:|", "alice", "actor:alice|"),
        ("actor:| and b:c", "alice", "actor:alice| and b:c"),
        ("| a:b", "not ", "not |a:b"),
        ("a:b and|", "actor:", "a:b and actor:|"),
        ("(|)", "actor:", "(actor:|)"),
    ],
)
def test_an_accepted_offer_replaces_the_token_at_the_caret(text: str, written: str, after: str) -> None:
    caret = text.index("|")
    whole = text.replace("|", "")
    found, place = accepted(whole, complete(whole, caret, CATALOGUE), Offer(written, written))
    assert f"{found[:place]}|{found[place:]}" == after


@pytest.mark.parametrize("cells", [4, 9, 20, 60])
def test_an_offer_is_as_wide_as_asked_and_marks_what_is_typed(cells: int) -> None:
    offer = Offer("rds-data", "rds-data", "12")
    spans = line(offer, "DAT", cells)
    assert width(spans) == cells
    assert cells < 13 or ("dat", "typed") in spans
    assert widest([offer]) == 12


def test_the_list_moves_no_more_than_it_must() -> None:
    assert [first_shown(chosen, 0, 3, 9) for chosen in (None, 0, 2, 3, 8)] == [0, 0, 0, 1, 6]
    assert [first_shown(chosen, 4, 3, 9) for chosen in (4, 3, 7)] == [4, 3, 5]


# Trouble


@pytest.mark.parametrize(
    ("column", "place", "said"),
    [(0, 0, "╰ wrong"), (33, 33, "╰ wrong"), (34, 28, "wrong ╯"), (39, 33, "wrong ╯")],
)
def test_trouble_is_said_from_the_side_that_has_room(column: int, place: int, said: str) -> None:
    assert pointed("wrong", column, 40) == (place, said)
    assert said[(column - place) if said[0] == "╰" else -1] in "╰╯"
    assert place + width_of(said) <= 40


def test_trouble_without_room_points_nowhere() -> None:
    assert pointed("w" * 39, 20, 40) == (0, "w" * 39)


def test_a_sentence_says_what_would_do_instead() -> None:
    error = FilterError("`soon` is no time", 6, ("12:00", "now-15m"), ("noon",))
    assert sentence(error) == "`soon` is no time; expected 12:00 or now-15m; did you mean noon?"
    assert "\x1b" not in sentence(FilterError("`\x1b` cannot stand here", 1))


@pytest.mark.parametrize(("text", "only_unfinished"), [("a:", True), ("a:(b", True), ("a:)", False), ('"a', False)])
def test_what_is_not_finished_is_not_wrong(text: str, only_unfinished: bool) -> None:
    with pytest.raises(FilterError) as error:
        parse(text)
    assert unfinished(error.value, text) == only_unfinished


@pytest.mark.parametrize(
    ("text", "column", "nearest"),
    [("service:rds acton:x", 13, "action"), ("servic:*", 1, "service"), ("not (a or actr:b)", 11, "actor")],
)
def test_a_field_that_is_nearly_one_is_pointed_at(text: str, column: int, nearest: str) -> None:
    error = stranger(text, CATALOGUE)
    assert error is not None
    assert (error.column, error.nearest[0]) == (column, nearest)


@pytest.mark.parametrize("text", ["service:rds", "serv*:x", "requestParameters.x:y", "acton", "a:", ""])
def test_other_fields_are_not(text: str) -> None:
    assert stranger(text, CATALOGUE) is None


def test_a_completion_of_nothing_offers_nothing() -> None:
    assert offers(Completion(0, 0), (), CATALOGUE) == ()
