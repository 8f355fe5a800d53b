"""Vouch: a private Slack bot for one person's career evidence."""
