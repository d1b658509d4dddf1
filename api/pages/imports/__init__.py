"""Spreadsheets in: upload, check, import, undo."""
