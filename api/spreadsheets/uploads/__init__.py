"""Spreadsheets sent by the browser: kept for a day at most, and worked on by the server while the
page shows how far it is."""
