"""One sheet: its headings, columns and rows, and what they are taken for."""
