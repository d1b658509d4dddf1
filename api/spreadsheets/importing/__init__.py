"""Rows of tables into the log: a verdict for each, a plan, then all or nothing; and the undo."""
