"""Workshops and proposals as pages and JSON show them."""
