"""Flags: what a coordinator should look at."""
