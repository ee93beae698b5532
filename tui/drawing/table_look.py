"""What the table looks like by default: its inks, and their colours from the theme."""

INKS = (
    *("ground", "header", "cursor", "cell", "text", "quiet", "muted", "repeat", "time", "date"),
    *("read", "write", "destructive", "admin", "failed", "unparsed", "match", "new", "marked"),
)
"""The component classes of the table, without their prefix."""

CSS = """
EventTable {
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

    & > .event-table--header { color: $foreground 60%; text-style: bold; }
    & > .event-table--cursor { background: $primary 16%; }
    & > .event-table--cell { background: $primary 26%; }
    & > .event-table--quiet { color: $foreground 85%; }
    & > .event-table--muted { color: $foreground 60%; }
    & > .event-table--repeat { color: $foreground 60%; }
    & > .event-table--date { color: $foreground 60%; }
    & > .event-table--read { color: $foreground 60%; }
    & > .event-table--write { color: $text-warning; }
    & > .event-table--admin { color: $text-warning; text-style: bold; }
    & > .event-table--destructive { color: $text-error; text-style: bold; }
    & > .event-table--failed { color: $text-error; }
    & > .event-table--unparsed { color: $foreground 70%; text-style: italic; }
    & > .event-table--match { background: $warning 45%; text-style: bold; }
    & > .event-table--new { color: $text-success; }
    & > .event-table--marked { color: $text-primary; text-style: bold; }

    &:focus {
        & > .event-table--cursor { background: $primary 24%; }
        & > .event-table--cell { background: $primary 48%; }
    }

    &:ansi, &:ansi:focus {
        & > .event-table--cursor { background: ansi_default; text-style: reverse; }
        & > .event-table--cell { background: ansi_default; text-style: bold reverse underline; }
        & > .event-table--match { background: ansi_default; text-style: bold reverse; }
    }
}
"""
