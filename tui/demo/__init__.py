"""The incident that `tailtrail demo` replays: invented, and the same every time for one seed and start."""

from tui.demo.history import write_past
from tui.demo.play import Step, play, script, write_all
from tui.demo.trail import Append, Put

__all__ = ["Append", "Put", "Step", "play", "script", "write_all", "write_past"]
