"""One small function per move: its identifiers looked up, its words sealed, its command given."""
