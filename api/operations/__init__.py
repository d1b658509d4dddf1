"""Tasks of an operator: roles, backups, daily maintenance, copies of a person's data."""
