"""Every door: JSON, pages, command line, files in and out."""
