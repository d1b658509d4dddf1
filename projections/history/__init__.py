"""The audit history: what changed, when, and why."""
