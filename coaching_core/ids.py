"""Names for the strings that travel through the product, so that one cannot be taken for another."""

from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)
"""A Slack workspace or Enterprise organisation that installed the app (``T…`` or ``E…``)."""

PersonId = NewType("PersonId", str)
"""A Slack user in a workspace (``U…`` or ``W…``)."""

ReviewId = NewType("ReviewId", str)
PairingId = NewType("PairingId", str)

SessionId = NewType("SessionId", str)
"""A logged coaching session."""

SkillKey = NewType("SkillKey", str)
"""Names a skill across all versions of a questionnaire (``discovery_questions``)."""

QuestionnaireKey = NewType("QuestionnaireKey", str)
QuestionnaireVersion = NewType("QuestionnaireVersion", str)
"""The content's own fingerprint: the same content has the same version everywhere."""

SurfaceKey = NewType("SurfaceKey", str)
"""Stable name of one thing that Slack shows for us (``review/42/turn/3``)."""

ItemId = NewType("ItemId", str)
"""A plan item, unique within its review."""

LookId = NewType("LookId", str)
"""A second look; made of the plan that it was first taken for, and a number."""
