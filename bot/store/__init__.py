"""Tables and queries, one file per noun, always by owner; only database.py commits."""
