"""People as doors know them: names, search, matching of typed lines, certification."""
