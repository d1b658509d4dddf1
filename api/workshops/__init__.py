"""Workshops and proposals as doors show them."""
