"""Spreadsheets on their way in by the browser: kept for a day at most, judged and carried out by
the server while the page shows how far it is."""
