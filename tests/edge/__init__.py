"""What comes in from Slack, and how it is answered."""
