"""What the event pane looks like by default: its inks, and their colours from the theme."""

INKS = (
    *("ground", "cursor", "text", "muted", "headline", "strong", "title", "match", "unparsed"),
    *("key", "string", "number", "constant", "punctuation", "keyword", "comment"),
    *("read", "write", "destructive", "admin", "failed"),
)
"""The component classes of the event pane, without their prefix."""

CSS = """
EventPane {
    background: $background;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
    scrollbar-color: $foreground 20%;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;

    & > .event-pane--cursor { background: $primary 16%; }
    & > .event-pane--headline { color: $foreground; }
    & > .event-pane--strong { color: $foreground; text-style: bold; }
    & > .event-pane--title { color: $foreground 60%; text-style: bold; }
    & > .event-pane--muted { color: $foreground 60%; }
    & > .event-pane--punctuation { color: $foreground 60%; }
    & > .event-pane--comment { color: $foreground 60%; text-style: italic; }
    & > .event-pane--unparsed { color: $foreground 70%; text-style: italic; }
    & > .event-pane--key { color: $text-primary; }
    & > .event-pane--keyword { color: $text-secondary; text-style: bold; }
    & > .event-pane--string { color: $text-success; }
    & > .event-pane--number { color: $text-accent; }
    & > .event-pane--constant { color: $text-accent; }
    & > .event-pane--read { color: $foreground 60%; }
    & > .event-pane--write { color: $text-warning; }
    & > .event-pane--admin { color: $text-warning; text-style: bold; }
    & > .event-pane--destructive { color: $text-error; text-style: bold; }
    & > .event-pane--failed { color: $text-error; }
    & > .event-pane--match { background: $warning 45%; text-style: bold; }

    &:ansi {
        & > .event-pane--cursor { background: ansi_default; text-style: reverse; }
        & > .event-pane--match { background: ansi_default; text-style: bold reverse; }
    }
    &:focus > .event-pane--cursor { background: $primary 32%; }
    &:focus:ansi > .event-pane--cursor { background: ansi_default; }
}
"""
