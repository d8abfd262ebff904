"""What people do in Slack, one module per intention: read the request, run one use case, answer."""
