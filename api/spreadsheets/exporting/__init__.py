"""The log's contents as the tables that import reads, and as tables of figures."""
