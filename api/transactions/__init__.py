"""One read or one write of a request: moment, idempotency, dry run, snapshots."""
