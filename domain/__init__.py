"""The domain: decisions and facts. No web, no SQL, no marshmallow."""
