"""The figures that the pages, the API and the command line show."""
