"""
Makes Slack show what the database says: delivery, one speaker a workspace.

``reconciler`` decides which workspace is looked at, ``speaking`` what is sent next in one, ``errand`` sends one thing
and writes down what became of it, ``outcome`` says what an answer of Slack means, ``pace`` keeps to the rate limits.
"""

from bot.reconciler.pace import Pace
from bot.reconciler.parts import Count, Parts, Run, Timing
from bot.reconciler.reconciler import Reconciler

__all__ = ["Count", "Pace", "Parts", "Reconciler", "Run", "Timing"]
