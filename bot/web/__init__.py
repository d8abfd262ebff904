"""
Where requests come in: Slack's over signed HTTP or Socket Mode, installations, and the questions of an operator.

``edge.py`` refuses what does not come from Slack before anything looks inside it. Both transports end in the same
``Dispatcher``. ``serving.py`` starts and stops the whole.
"""

from bot.web.metrics import Metrics
from bot.web.serving import Parts, serve

__all__ = ["Metrics", "Parts", "serve"]
