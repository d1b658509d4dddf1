"""The shapes of requests and answers in JSON. The rules are in the domain."""
