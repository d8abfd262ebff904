"""The addresses that Slack's settings point at."""

EVENTS = "/slack/events"
INSTALL = "/slack/install"
OAUTH_REDIRECT = "/slack/oauth_redirect"
