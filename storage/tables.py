"""
Every table. What SQL asks for is a column; everything else of an aggregate is one sealed, versioned JSON document.

Moments of business time are ``UtcDateTime``. Real time (attempts, retries, leases, clicks) is a double in seconds since
1970. Every row belongs to a workspace; the only table without one is ``oauth_states``, which is about workspaces that
are not here yet.
"""

import sqlalchemy as sa

from storage.types import Encrypted, TextTuple, UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

RUNNING = ("assessing", "conversing", "paused")
"""The stages of which a pair has one review at most."""
LIVE = ("proposed", "accepted")
"""The states of which a pair has one pairing at most."""


def _workspace(*, first: bool = True) -> sa.Column[str]:
    return sa.Column("workspace", sa.String(32), primary_key=first, nullable=False)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _partial(name: str, *columns: str, unique: bool = False, where: str) -> sa.Index:
    condition = sa.text(where)
    return sa.Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


people = sa.Table(
    "people",
    metadata,
    _workspace(),
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("document", sa.Text, nullable=False),  # the rest of a Person, JSON
)

pairings = sa.Table(
    "pairings",
    metadata,
    _workspace(),
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("rep", sa.String(32), nullable=False),
    sa.Column("manager", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("document", sa.Text, nullable=False),  # the rest of a Pairing, JSON
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("rep <> manager", "two_people"),
    sa.Index(None, "workspace", "manager"),
    sa.Index(None, "workspace", "rep"),
    _partial("uq_pairings_live", "workspace", "rep", "manager", unique=True, where=_one_of("state", LIVE)),
)

questionnaires = sa.Table(
    "questionnaires",
    metadata,
    _workspace(),
    sa.Column("version", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("published", sa.Integer, nullable=False),  # counts publications of the key: the highest is the latest
    sa.Column("document", sa.Text, nullable=False),
    sa.UniqueConstraint("workspace", "key", "published"),
)

reviews = sa.Table(
    "reviews",
    metadata,
    _workspace(),
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("rep", sa.String(32), nullable=False),
    sa.Column("manager", sa.String(32), nullable=False),
    sa.Column("questionnaire", sa.String(32), nullable=False),
    sa.Column("stage", sa.String(16), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("next_look_at", UtcDateTime),  # when something becomes due by itself; null: nothing does
    sa.Column("document", Encrypted, nullable=False),  # the conversation and the rest of a Review
    sa.Column("version", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["workspace", "questionnaire"], ["questionnaires.workspace", "questionnaires.version"]),
    sa.CheckConstraint("rep <> manager", "two_people"),
    sa.Index(None, "workspace", "rep"),
    sa.Index(None, "workspace", "manager"),
    _partial("ix_reviews_due", "next_look_at", "workspace", where="next_look_at IS NOT NULL"),
    _partial("uq_reviews_running", "workspace", "rep", "manager", unique=True, where=_one_of("stage", RUNNING)),
)

assessments = sa.Table(
    "assessments",
    metadata,
    _workspace(),
    sa.Column("review", sa.String(64), primary_key=True),
    sa.Column("role", sa.String(8), primary_key=True),
    sa.Column("person", sa.String(32), nullable=False),
    sa.Column("submitted_at", UtcDateTime),
    sa.Column("document", Encrypted, nullable=False),  # page, outside factors, opening: all but the ratings
    sa.Column("version", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["workspace", "review"], ["reviews.workspace", "reviews.id"], ondelete="CASCADE"),
    sa.UniqueConstraint("workspace", "review", "person"),
)

ratings = sa.Table(
    "ratings",
    metadata,
    _workspace(),
    sa.Column("review", sa.String(64), primary_key=True),
    sa.Column("role", sa.String(8), primary_key=True),
    sa.Column("skill", sa.String(64), primary_key=True),
    sa.Column("score", sa.SmallInteger),  # whole points of the questionnaire's scale, 1..n
    sa.Column("unrated", sa.String(16)),  # or why there is none
    sa.Column("answered_at", sa.Double),  # when it was clicked; a newer click wins
    sa.Column("comment", Encrypted),
    sa.Column("commented_at", sa.Double),
    sa.ForeignKeyConstraint(
        ["workspace", "review", "role"],
        ["assessments.workspace", "assessments.review", "assessments.role"],
        ondelete="CASCADE",
    ),
    sa.CheckConstraint("score IS NULL OR unrated IS NULL", "one_answer"),
)

coaching_sessions = sa.Table(
    "coaching_sessions",
    metadata,
    _workspace(),
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("rep", sa.String(32), nullable=False),
    sa.Column("manager", sa.String(32), nullable=False),
    sa.Column("took_place_on", sa.Date, nullable=False),  # the rep's local date
    sa.Column("said", sa.String(16), nullable=False),
    sa.Column("document", Encrypted, nullable=False),  # the entry with its note, and what it was before
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("rep <> manager", "two_people"),
    sa.Index(None, "workspace", "rep", "manager", "took_place_on"),
)

plans = sa.Table(
    "plans",
    metadata,
    _workspace(),
    sa.Column("id", sa.String(64), primary_key=True),  # that of its review
    sa.Column("rep", sa.String(32), nullable=False),
    sa.Column("manager", sa.String(32), nullable=False),
    sa.Column("agreed_at", UtcDateTime, nullable=False),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("document", Encrypted, nullable=False),  # the items with their notes and evidence
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("rep <> manager", "two_people"),
    sa.Index(None, "workspace", "rep"),
    sa.Index(None, "workspace", "manager"),
    _partial("uq_plans_current", "workspace", "rep", "manager", unique=True, where="current"),
)

second_looks = sa.Table(
    "second_looks",
    metadata,
    _workspace(),
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("rep", sa.String(32), nullable=False),
    sa.Column("manager", sa.String(32), nullable=False),
    sa.Column("plan", sa.String(64), nullable=False),  # where it belongs now: it moves with its item
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("document", Encrypted, nullable=False),  # the answers, and the rest
    sa.Column("version", sa.Integer, nullable=False),  # from 1: two that begin at once cannot write over one another
    sa.CheckConstraint("rep <> manager", "two_people"),
    sa.Index(None, "workspace", "plan"),
    sa.Index(None, "workspace", "rep"),
    sa.Index(None, "workspace", "manager"),
)

teams = sa.Table(
    "teams",
    metadata,
    _workspace(),
    sa.Column("manager", sa.String(32), primary_key=True),
    sa.Column("document", sa.Text, nullable=False),  # the settings, JSON
    sa.Column("version", sa.Integer, nullable=False),
)

desks = sa.Table(
    "desks",
    metadata,
    _workspace(),
    sa.Column("person", sa.String(32), primary_key=True),
    sa.Column("document", sa.Text, nullable=False),  # days, moments and ids, JSON
    sa.Column("version", sa.Integer, nullable=False),  # moves with every day that is taken, so that it is taken once
)

agenda = sa.Table(
    "agenda",
    metadata,
    _workspace(),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("subject", sa.String(64), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "at", "workspace", "kind", "subject"),  # the order in which ticks look,
)

surfaces = sa.Table(
    "surfaces",
    metadata,
    _workspace(),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("part", sa.String(64), nullable=False),
    sa.Column("place_kind", sa.String(16), nullable=False),
    sa.Column("place_ids", TextTuple, nullable=False),
    sa.Column("thread", sa.String(255)),  # the key of the surface whose thread it stands in
    sa.Column("seq", sa.Integer, nullable=False, server_default="0"),
    sa.Column("policy", sa.String(8), nullable=False),
    sa.Column("priority", sa.SmallInteger, nullable=False),
    sa.Column("not_before", UtcDateTime),
    sa.Column("wanted", sa.Integer, nullable=False, server_default="1"),  # revision
    sa.Column("wanted_at", sa.Double),  # since when Slack shows less than is wanted
    sa.Column("shown", sa.Integer, nullable=False, server_default="0"),  # the revision that Slack shows
    sa.Column("hash", sa.String(64)),
    sa.Column("state", sa.String(8), nullable=False, server_default="new"),
    sa.Column("attempt_at", sa.Double),
    sa.Column("retry_at", sa.Double),
    sa.Column("confirm_at", sa.Double),  # an earlier write may still have its effect until then: write once more after
    sa.Column("channel", sa.String(32)),
    sa.Column("ts", sa.String(32)),
    sa.Column("hint", Encrypted),  # a click's response_url
    sa.Column("hint_until", sa.Double),
    sa.Column("reason", sa.String(64)),  # why it is parked
    sa.Column("watched_until", UtcDateTime),  # a Home: its person has opened it and sees changes until then
    sa.CheckConstraint(_one_of("state", ("new", "posting", "posted", "parked")), "state"),
    sa.Index(None, "workspace", "thread"),
    sa.Index(None, "workspace", "place_kind", "place_ids"),
    sa.Index(None, "workspace", "attempt_at"),
    _partial("ix_surfaces_due", "workspace", "priority", where="shown < wanted AND state <> 'parked'"),
    _partial("ix_surfaces_parked", "retry_at", "reason", where="state = 'parked'"),
)

speakers = sa.Table(
    "speakers",
    metadata,
    _workspace(),
    sa.Column("owner", sa.String(64), nullable=False),
    sa.Column("token", sa.BigInteger, nullable=False),  # rises with every claim: fences off whoever lost it
    sa.Column("until", sa.Double, nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    _workspace(),
    sa.Column("event_id", sa.String(64), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "at"),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    _workspace(first=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(32), nullable=False),
    sa.Column("action", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Index(None, "workspace", "at"),
)

installations = sa.Table(
    "installations",
    metadata,
    _workspace(),
    sa.Column("enterprise", sa.String(32)),
    sa.Column("team", sa.String(32)),  # null: installed for the whole organisation
    sa.Column("document", Encrypted),  # the tokens and the rest; null once the installation is dead
    sa.Column("installed_at", UtcDateTime, nullable=False),
    sa.Column("dead_at", UtcDateTime),
    sa.Column("dead_reason", sa.String(64)),
)

oauth_states = sa.Table(
    "oauth_states",
    metadata,
    sa.Column("state", sa.String(64), primary_key=True),
    sa.Column("until", sa.Double, nullable=False),
)
