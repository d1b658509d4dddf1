"""Pages for trainers: their reach, their workshops, their next steps."""
