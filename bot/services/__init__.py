"""Use cases: plain synchronous functions over a session, an actor and the time; they never call Slack."""
