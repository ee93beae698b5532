"""Tree → SQL for Amazon Athena, over the table that CloudTrail's console makes for a trail.

Values are written into the text, since a person copies it: only as quoted literals. What that table cannot
say, as our own `effect` or `summary`, is a `FilterError`, never a guess. A path of JSON asks single values
there, not lists. Source: docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html; functions as in
Trino's own documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tui.filter.clock import EXAMPLES, Clock, iso
from tui.filter.errors import FilterError
from tui.filter.glob import Glob, fold
from tui.filter.lists import opened
from tui.filter.tree import (
    And,
    Asked,
    Cidr,
    Everything,
    Exists,
    InFile,
    Match,
    Node,
    Not,
    OneOf,
    Op,
    Or,
    Range,
    Regex,
    Words,
)
from tui.filter.values import numeric
from tui.filter.written import network

TEXTS = frozenset(
    {
        "eventversion",
        "eventsource",
        "eventname",
        "awsregion",
        "sourceipaddress",
        "useragent",
        "errorcode",
        "errormessage",
        "requestid",
        "eventid",
        "eventtype",
        "apiversion",
        "readonly",
        "recipientaccountid",
        "sharedeventid",
        "vpcendpointid",
        "eventcategory",
        "requestparameters",
        "responseelements",
        "additionaleventdata",
        "serviceeventdetails",
    }
)
JSON = frozenset({"requestparameters", "responseelements", "additionaleventdata", "serviceeventdetails"})
IDENTITY = frozenset(
    {
        "type",
        "principalid",
        "arn",
        "accountid",
        "invokedby",
        "accesskeyid",
        "username",
        "sessioncontext.attributes.mfaauthenticated",
        "sessioncontext.attributes.creationdate",
        "sessioncontext.sessionissuer.type",
        "sessioncontext.sessionissuer.principalid",
        "sessioncontext.sessionissuer.arn",
        "sessioncontext.sessionissuer.accountid",
        "sessioncontext.sessionissuer.username",
    }
)
OURS = {
    "action": "eventname",
    "client": "sourceipaddress",
    "account": "recipientaccountid",
    "region": "awsregion",
    "outcome": "coalesce(errorcode, 'success')",
}
TIMES = frozenset({"time", "eventtime"})
RESOURCE = frozenset({"arn", "accountid", "type"})
ANYWHERE = (
    "eventname",
    "eventsource",
    "useridentity.arn",
    "sourceipaddress",
    "useragent",
    "errorcode",
    "errormessage",
    "requestparameters",
    "responseelements",
    "additionaleventdata",
    "eventid",
)


def to_trino(node: Node, clock: Clock, table: str = "cloudtrail_logs") -> str:
    """A whole query for Athena; raises `FilterError` where the table cannot say what is asked."""
    named = ".".join('"' + part.replace('"', '""') + '"' for part in table.split("."))
    return f"SELECT *\nFROM {named}\nWHERE {where(node, clock)}\nORDER BY eventtime"


def where(node: Node, clock: Clock) -> str:
    """One node as a condition that is never NULL."""
    match node:
        case Everything():
            return "true"
        case And(parts) | Or(parts):
            word = " AND " if isinstance(node, And) else " OR "
            return f"({word.join(where(part, clock) for part in parts)})"
        case Not(part):
            return f"NOT {where(part, clock)}"
        case Words(text):
            return anywhere(lambda value: like(value, Glob(("", *text.parts, ""))))
        case Regex(None, pattern):
            return anywhere(lambda value: f"regexp_like({value}, {literal('(?i)' + pattern)})")
        case InFile():
            return asked(opened(node), clock)
        case _:
            return asked(node, clock)


def anywhere(ask: Callable[[str], str]) -> str:
    """Any of the columns that hold text worth searching."""
    return f"({' OR '.join(f'coalesce({ask(name)}, false)' for name in ANYWHERE)})"


def asked(leaf: Asked, clock: Clock) -> str:
    """One field."""
    path = fold(str(leaf.field).removeprefix("raw."))
    if path in TIMES:
        return timed(leaf, clock)
    if path.startswith("resources.") and path[10:] in RESOURCE:
        return f"coalesce(any_match(resources, r -> coalesce({compared(f'r.{path[10:]}', leaf)}, false)), false)"
    return f"coalesce({compared(column(leaf, path), leaf)}, false)"


def column(leaf: Asked, path: str) -> str:
    """The expression for a field's value as text."""
    first, _, rest = path.partition(".")
    if path in OURS or path in TEXTS:
        return OURS.get(path, path)
    if first == "useridentity" and rest in IDENTITY:
        return path
    if first in JSON and rest and "*" not in rest:
        written = str(leaf.field).removeprefix("raw.").split(".")[1:]
        steps = "".join('["' + re.sub(r'["\\]', r"\\\g<0>", step) + '"]' for step in written)
        return f"json_extract_scalar({first}, {literal('$' + steps)})"
    raise FilterError(f"the Athena table of a trail has no {leaf.field}", leaf.at[0] + 1, ("a field of CloudTrail's",))


def compared(value: str, leaf: Asked) -> str:
    """A text against what the leaf asks for."""
    match leaf:
        case Exists():
            return f"{value} IS NOT NULL"
        case Match(_, wanted):
            return like(value, wanted)
        case Regex(_, pattern):
            return f"regexp_like({value}, {literal('(?i)' + pattern)})"
        case Range(_, op, bound) if numeric(bound):
            return f"try_cast({value} AS double) {op} {bound}"
        case Range(_, op, bound):
            return f"lower({value}) {op} {literal(fold(bound))}"
        case Cidr(_, net):
            return one_of(value, (net,))
        case OneOf(_, values):
            return one_of(value, values)
        case _:
            raise TypeError(leaf)


def one_of(value: str, values: tuple[str, ...]) -> str:
    """The text is one of these, or an address in one of them."""
    same = f"lower({value}) IN ({', '.join(literal(fold(one)) for one in values)})" if values else "false"
    nets = [f"contains({literal(net)}, try_cast({value} AS ipaddress))" for net in values if network(net)]
    return " OR ".join([same, *(f"coalesce({net}, false)" for net in nets)])


def like(value: str, wanted: Glob) -> str:
    """The whole text fits the glob."""
    if wanted.literal is not None:
        return f"lower({value}) = {literal(fold(wanted.literal))}"
    pieces = (re.sub(r"[%_\\]", r"\\\g<0>", fold(part)) for part in wanted.parts)
    return f"lower({value}) LIKE {literal('%'.join(pieces))} ESCAPE '\\'"


def timed(leaf: Asked, clock: Clock) -> str:
    """The time of the event, which the table keeps as ISO text to the second."""
    if isinstance(leaf, Exists):
        return "eventtime IS NOT NULL"
    written = leaf.value if isinstance(leaf, Range) else leaf.value.literal if isinstance(leaf, Match) else None
    try:
        start, stop = (literal(iso(moment)[:19] + "Z") for moment in clock.span(written or ""))
    except (ValueError, OverflowError):
        raise FilterError("this is no time", leaf.at[0] + 1, EXAMPLES) from None
    if isinstance(leaf, Range):
        bound = start if leaf.op in {Op.LT, Op.GE} else stop
        return f"coalesce(eventtime {'<' if leaf.op in {Op.LT, Op.LE} else '>='} {bound}, false)"
    return f"coalesce(eventtime >= {start} AND eventtime < {stop}, false)"


def literal(text: str) -> str:
    """A text as SQL's own literal, in which only the quote has a meaning."""
    return "'" + text.replace("'", "''") + "'"
