"""All that knows Flask beside pages and endpoints: routing, authentication, headers, parsing."""
