"""People: lists, a person, merging, duplicates, certification."""
