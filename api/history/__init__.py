"""History in words: entries, and why a figure changed."""
