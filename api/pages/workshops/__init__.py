"""Pages about workshops: lists, logging, corrections, proposals."""
