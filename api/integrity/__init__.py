"""Checks of the log, alarms about another log, and sentences about storage failures."""
