"""History in words: entries, and the reasons why a figure changed."""
