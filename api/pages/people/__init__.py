"""Pages about people: lists, one person, merging, duplicates, certification."""
