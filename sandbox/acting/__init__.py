"""What people do in a Slack client, and what their client shows them for it; it may not serve requests."""
