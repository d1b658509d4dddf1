"""Who may see and do what: roles, rules, and which private texts a reader may open."""
