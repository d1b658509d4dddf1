"""Writes the tables as files: what is recorded, a template to fill in, and refused rows."""
