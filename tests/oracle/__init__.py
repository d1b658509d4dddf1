"""The oracle: what the numbers should be, worked out without any code of Banyan."""
