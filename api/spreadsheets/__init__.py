"""Spreadsheets: reading and writing files, recognising columns, import, export and upload."""
