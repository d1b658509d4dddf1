"""Pages for auditors: history, replay, and why a figure changed."""
