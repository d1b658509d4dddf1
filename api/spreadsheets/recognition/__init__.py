"""Finds out what a sheet's columns mean: the four tables of an import, a pasted sign-in sheet."""
