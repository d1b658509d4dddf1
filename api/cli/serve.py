"""`banyan run` and `banyan demo`: serve, and load the sample cascade."""

COMMANDS = ()
