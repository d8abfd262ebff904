"""The Web API: `/api/<method>`. `calls.py` has what all methods share, the other modules a family of methods each."""
