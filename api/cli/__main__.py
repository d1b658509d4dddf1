"""`python -m api.cli` is `banyan`."""

from api.cli import main

main()
