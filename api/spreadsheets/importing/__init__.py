"""Spreadsheets into the log: read, judged row by row, committed all or nothing, taken back."""
