"""People, workshops, certificates and outcomes: lists and single records."""
