"""Pages about a cascade: its home, flags, report, settings and trainers."""
