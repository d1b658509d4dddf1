"""Imports rows into the log: verdicts, a plan, then all of it or nothing; and the undo."""
