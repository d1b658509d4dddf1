"""Spreadsheets: files read and written, recognised, imported, exported, uploaded."""
