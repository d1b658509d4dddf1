"""Entries of the log into rows: the only writers of the views."""
