"""What the columns of a sheet mean: the four tables of an import, and a pasted sign-in sheet."""
