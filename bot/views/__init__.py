"""Everything a person reads: pure functions from values to Block Kit dicts."""
