"""What an operator does: roles, backups, daily maintenance, copies of a person's data."""
