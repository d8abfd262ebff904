"""What people see: a renderer and a parser for each surface, pure functions without Slack or storage."""
