"""The private drawer: names, contacts and texts that may be erased."""
