"""The words and values of people's sheets in seven languages: one vocabulary for every door."""
