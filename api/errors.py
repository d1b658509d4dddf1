"""What a door says when it refuses."""


class BadInput(Exception):
    """What was sent cannot be used; `message` is one sentence a person can act on."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
