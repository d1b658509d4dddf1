"""Simulated people of whom is known who is who: one crowd to tune on, another to report on."""
