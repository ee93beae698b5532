"""The filter language's grammar, for lark.

Why lark and not a parser of our own: what a value may look like depends on where it stands (`a:b:c` holds one
field, `arn:aws:…` none). Lark's LALR with its contextual lexer tries only the terminals that can stand in a
place, so each has one line here; it nests without recursion, and its parser state knows what may come next,
which is where the errors and completions come from.

Rules are told apart where they could be one (`value`, `item`, `bound`) so that no parser state belongs to two
places, and the lexer always knows which one it is in.
"""

from __future__ import annotations

END = r'(?![^\s()"])'  # what follows a keyword, or a value that has a form of its own
NO_KEYWORD = rf"(?!(?:and|or|not){END})"
QUOTED = r'"(?:[^"\\]|\\.)*"'
PATTERN = rf"\/(?:(?:[^\s\\]|\\.)+|(?:[^\/\\]|\\.)+)\/{END}"

GRAMMAR = rf"""
start: query?
query: both (_OR both)*
both: clause (_AND? clause)*
?clause: NOT clause             -> negation
    | LPAR query RPAR           -> group
    | FIELD _COLON value        -> about
    | FIELD _COLON? RANGE bound -> compared
    | WORD                      -> word
    | COLONED                   -> word
    | PHRASE                    -> phrase
    | PATTERN                   -> found

value: VALUE                    -> value
    | PHRASE                    -> exact
    | PATTERN                   -> pattern
    | FILE                      -> file
    | LPAR items RPAR           -> group
bound: VALUE                    -> bound
    | PHRASE                    -> quoted_bound

items: each (_OR each)*         -> query
each: item (_AND? item)*        -> both
?item: NOT item                 -> negation
    | LPAR items RPAR           -> group
    | VALUE                     -> value
    | PHRASE                    -> exact
    | PATTERN                   -> pattern
    | FILE                      -> file

_AND.9: /and{END}/i
_OR.9: /or{END}/i
NOT.9: /not{END}/i
LPAR: "("
RPAR: ")"
_COLON: ":"
RANGE: /[<>]=?/

PATTERN.8: /{PATTERN}/

// Words that hold colons without naming a field: ARNs, addresses, times, URLs.
COLONED.7: /arn:[^\s():"]*:[^\s()"]*/i
    | /(?=[0-9a-f:.]*::|(?:[0-9a-f]{{1,4}}:){{7}})[0-9a-f:.]+(?:\/\d+)?{END}/i
    | /\d+(?:\.\d+){{3}}:\d+{END}/
    | /\d+:\d\d(?::\d\d(?:\.\d+)?)?{END}/
    | /\d{{4}}-\d\d-\d\dT\d\d:[^\s()"]*/i
    | /[a-z][a-z0-9+.-]*:\/\/[^\s()"]*/i

FIELD.6: /(?:{QUOTED}|(?:[^\s():<>"{{}}\\]|\\.)+)(?=\s*(?::|[<>]))/
PHRASE.5: /{QUOTED}/
FILE.5: /@(?:{QUOTED}|[^\s()"]+)/
WORD: /{NO_KEYWORD}(?:[^\s():<>"{{}}\\]|\\(?:.|$))+/i
VALUE: /{NO_KEYWORD}(?:[^\s()"<>@{{\\]|\\(?:.|$))(?:[^\s()"\\]|\\(?:.|$))*/i

%ignore /\s+/
"""
