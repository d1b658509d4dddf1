"""For trainers: their reach, their workshops, their next steps."""
