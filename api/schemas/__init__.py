"""What comes in and goes out as JSON: shapes, not rules. The rules are the domain's."""
