"""Turns entries of the log into rows: only these modules write to the views."""
