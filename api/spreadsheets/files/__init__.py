"""Files in and out: cells, limits, hostile files. What the columns mean is not known here."""
