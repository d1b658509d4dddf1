"""Is the log whole, are the files readable: checks, alarms, and storage failures in words."""
