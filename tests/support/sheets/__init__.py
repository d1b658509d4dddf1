"""Makes sheets as coordinators have them, each with what it says, to compare what Banyan reads."""
