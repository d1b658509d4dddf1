"""What tests have in common: homes, stores, accounts, clocks, browsers, and made-up data."""
