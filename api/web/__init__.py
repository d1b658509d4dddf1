"""What pages and endpoints share of Flask: routing, authentication, headers, parsing."""
