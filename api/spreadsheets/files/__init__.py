"""Spreadsheets in and out. Knows tables, cells and hostile files, and nothing of the domain."""
