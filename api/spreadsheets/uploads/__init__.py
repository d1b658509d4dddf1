"""Spreadsheets that a browser sent: the server works on them while a page shows the progress, and
keeps them for a day at most."""
