"""Pages about accounts: sign-in, the reader's own account, administration."""
