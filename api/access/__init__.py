"""Permissions: the roles, the rules, and the private texts that a reader may open."""
