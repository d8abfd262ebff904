"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "kind", "subject", name=op.f("pk_agenda")),
    )
    op.create_index(
        op.f("ix_agenda_at_workspace_kind_subject"), "agenda", ["at", "workspace", "kind", "subject"], unique=False
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_workspace_at"), "audit", ["workspace", "at"], unique=False)
    op.create_table(
        "coaching_sessions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("took_place_on", sa.Date(), nullable=False),
        sa.Column("said", sa.String(length=16), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("rep <> manager", name=op.f("ck_coaching_sessions_two_people")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_coaching_sessions")),
    )
    op.create_index(
        op.f("ix_coaching_sessions_workspace_rep_manager_took_place_on"),
        "coaching_sessions",
        ["workspace", "rep", "manager", "took_place_on"],
        unique=False,
    )
    op.create_table(
        "desks",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_desks")),
    )
    op.create_table(
        "events",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "event_id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_at"), "events", ["at"], unique=False)
    op.create_table(
        "installations",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("enterprise", sa.String(length=32), nullable=True),
        sa.Column("team", sa.String(length=32), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_reason", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_installations")),
    )
    op.create_table(
        "oauth_states",
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_oauth_states")),
    )
    op.create_table(
        "pairings",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("rep <> manager", name=op.f("ck_pairings_two_people")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_pairings")),
    )
    op.create_index(op.f("ix_pairings_workspace_manager"), "pairings", ["workspace", "manager"], unique=False)
    op.create_index(op.f("ix_pairings_workspace_rep"), "pairings", ["workspace", "rep"], unique=False)
    op.create_index(
        "uq_pairings_live",
        "pairings",
        ["workspace", "rep", "manager"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'accepted')"),
        postgresql_where=sa.text("state IN ('proposed', 'accepted')"),
    )
    op.create_table(
        "people",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_people")),
    )
    op.create_table(
        "plans",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("rep <> manager", name=op.f("ck_plans_two_people")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_workspace_manager"), "plans", ["workspace", "manager"], unique=False)
    op.create_index(op.f("ix_plans_workspace_rep"), "plans", ["workspace", "rep"], unique=False)
    op.create_index(
        "uq_plans_current",
        "plans",
        ["workspace", "rep", "manager"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "questionnaires",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "version", name=op.f("pk_questionnaires")),
        sa.UniqueConstraint("workspace", "key", "published", name=op.f("uq_questionnaires_workspace_key_published")),
    )
    op.create_table(
        "second_looks",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("rep <> manager", name=op.f("ck_second_looks_two_people")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_second_looks")),
    )
    op.create_index(op.f("ix_second_looks_workspace_manager"), "second_looks", ["workspace", "manager"], unique=False)
    op.create_index(op.f("ix_second_looks_workspace_plan"), "second_looks", ["workspace", "plan"], unique=False)
    op.create_index(op.f("ix_second_looks_workspace_rep"), "second_looks", ["workspace", "rep"], unique=False)
    op.create_table(
        "speakers",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_speakers")),
    )
    op.create_table(
        "surfaces",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("place_kind", sa.String(length=16), nullable=False),
        sa.Column("place_ids", sa.Text(), nullable=False),
        sa.Column("thread", sa.String(length=255), nullable=True),
        sa.Column("seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("policy", sa.String(length=8), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted", sa.Integer(), server_default="1", nullable=False),
        sa.Column("wanted_at", sa.Double(), nullable=True),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=8), server_default="new", nullable=False),
        sa.Column("attempt_at", sa.Double(), nullable=True),
        sa.Column("retry_at", sa.Double(), nullable=True),
        sa.Column("confirm_at", sa.Double(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("hint", sa.Text(), nullable=True),
        sa.Column("hint_until", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("watched_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('new', 'posting', 'posted', 'parked')", name=op.f("ck_surfaces_state")),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_surfaces")),
    )
    op.create_index(
        "ix_surfaces_due",
        "surfaces",
        ["workspace", "priority"],
        unique=False,
        sqlite_where=sa.text("shown < wanted AND state <> 'parked'"),
        postgresql_where=sa.text("shown < wanted AND state <> 'parked'"),
    )
    op.create_index(
        "ix_surfaces_parked",
        "surfaces",
        ["retry_at", "reason"],
        unique=False,
        sqlite_where=sa.text("state = 'parked'"),
        postgresql_where=sa.text("state = 'parked'"),
    )
    op.create_index(op.f("ix_surfaces_workspace_attempt_at"), "surfaces", ["workspace", "attempt_at"], unique=False)
    op.create_index(
        op.f("ix_surfaces_workspace_place_kind_place_ids"),
        "surfaces",
        ["workspace", "place_kind", "place_ids"],
        unique=False,
    )
    op.create_index(op.f("ix_surfaces_workspace_thread"), "surfaces", ["workspace", "thread"], unique=False)
    op.create_table(
        "teams",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "manager", name=op.f("pk_teams")),
    )
    op.create_table(
        "reviews",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("questionnaire", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("rep <> manager", name=op.f("ck_reviews_two_people")),
        sa.ForeignKeyConstraint(
            ["workspace", "questionnaire"],
            ["questionnaires.workspace", "questionnaires.version"],
            name=op.f("fk_reviews_questionnaires"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_reviews")),
    )
    op.create_index(
        "ix_reviews_due",
        "reviews",
        ["next_look_at", "workspace"],
        unique=False,
        sqlite_where=sa.text("next_look_at IS NOT NULL"),
        postgresql_where=sa.text("next_look_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_reviews_workspace_manager"), "reviews", ["workspace", "manager"], unique=False)
    op.create_index(op.f("ix_reviews_workspace_rep"), "reviews", ["workspace", "rep"], unique=False)
    op.create_index(
        "uq_reviews_running",
        "reviews",
        ["workspace", "rep", "manager"],
        unique=True,
        sqlite_where=sa.text("stage IN ('assessing', 'conversing', 'paused')"),
        postgresql_where=sa.text("stage IN ('assessing', 'conversing', 'paused')"),
    )
    op.create_table(
        "assessments",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("review", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "review"],
            ["reviews.workspace", "reviews.id"],
            name=op.f("fk_assessments_reviews"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "review", "role", name=op.f("pk_assessments")),
        sa.UniqueConstraint("workspace", "review", "person", name=op.f("uq_assessments_workspace_review_person")),
    )
    op.create_table(
        "ratings",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("review", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("skill", sa.String(length=64), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=True),
        sa.Column("unrated", sa.String(length=16), nullable=True),
        sa.Column("answered_at", sa.Double(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("commented_at", sa.Double(), nullable=True),
        sa.CheckConstraint("score IS NULL OR unrated IS NULL", name=op.f("ck_ratings_one_answer")),
        sa.ForeignKeyConstraint(
            ["workspace", "review", "role"],
            ["assessments.workspace", "assessments.review", "assessments.role"],
            name=op.f("fk_ratings_assessments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "review", "role", "skill", name=op.f("pk_ratings")),
    )
