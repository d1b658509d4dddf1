"""What may happen, and what happened. No web, no SQL, no marshmallow."""
