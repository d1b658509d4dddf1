"""The tables of an import as files: of what is recorded, to fill in, and of what was refused."""
