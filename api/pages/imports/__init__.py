"""Pages for spreadsheet imports: upload, check, import, undo."""
