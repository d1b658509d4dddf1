"""Workshops: lists, logging, correcting, proposals."""
