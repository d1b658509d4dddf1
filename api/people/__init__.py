"""People: their names, search, matching of typed lines with known people, certification."""
