"""A local workspace that speaks to an app as Slack does; it may not know the app, nor be kinder than Slack."""
