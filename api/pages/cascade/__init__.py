"""For coordinators: a cascade's home, flags, report, settings and trainers."""
