"""The figures that pages, JSON and the command line show."""
