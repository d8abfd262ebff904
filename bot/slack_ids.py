"""Every id that Slack carries for us, written once: for renderer, parser, registration and manifest test."""

from enum import StrEnum


class Act(StrEnum):
    """``action_id`` of what can be clicked."""

    # pairing and starting
    ASK_REP = "pairing.ask"
    PAIRING_ACCEPT = "pairing.accept"
    PAIRING_DECLINE = "pairing.decline"
    # the questionnaire
    BEGIN = "assessment.begin"
    RATE = "assessment.rate"
    COMMENT = "assessment.comment"
    PAGE = "assessment.page"
    AS_FORM = "assessment.form"
    LATER = "assessment.later"
    FACTORS = "assessment.factors"
    WRITE_OPENING = "assessment.opening"
    SUBMIT = "assessment.submit"
    TAKE_BACK = "assessment.take_back"
    BRING_OVER = "assessment.bring_over"
    OTHER_DATE = "assessment.other_date"
    NOT_NOW = "assessment.not_now"
    FORM_RATE = "form.rate"
    FORM_PAGE = "form.page"
    # another date or form
    ASK_YES = "ask.yes"
    ASK_KEEP = "ask.keep"
    EXTEND = "review.extend"
    WEEK_MORE = "review.week_more"
    # the conversation
    OPEN = "turn.open"
    REPLY = "turn.reply"
    CHOOSE = "turn.choose"
    ANSWER = "turn.answer"
    HAD_MY_SAY = "turn.had_my_say"
    TALK = "turn.talk"
    GO_ON = "turn.go_on"
    NOTE_DOWN = "turn.note_down"
    THAT_IS_IT = "turn.that_is_it"
    NOT_IT = "turn.not_it"
    SEE_BOTH = "views.see"
    READ_ALL = "turn.read_all"
    CHART = "views.chart"
    CHOICE_SKILL = "choices.skill"
    CHOICE_MORE = "choices.more"
    TAKE_PROPOSAL = "proposal.take"
    KEEP_MINE = "proposal.keep"
    AGREE = "plan.agree"
    CHANGE = "plan.change"
    LOG_TALK = "plan.log_talk"
    # keeping it going
    MORE = "review.more"
    NUDGE = "review.nudge"
    RESUME = "review.resume"
    CANCEL = "review.cancel"
    KEEP_GOING = "review.keep_going"
    # coaching time
    LOG_WITH = "session.with"
    """Whom the form for coaching time is about."""
    SESSION_YES = "session.yes"
    SESSION_NO = "session.no"
    SESSION_CORRECT = "session.correct"
    # a plan that goes on
    PLAN_ITEMS = "plan.items"
    PLAN_ITEM = "plan.item"
    TAKE_ON = "plan.take_on"
    CLEAR_WAY = "plan.clear_the_way"
    EVIDENCE = "evidence.add"
    # second looks
    LOOK_ASK = "look.ask"
    LOOK_ANSWER = "look.answer"
    LOOK_CLOSE = "look.close"
    LOOK_SEE = "look.see"
    LOOK_NEXT = "look.next"
    # another manager
    PAIR_END = "pairing.end"
    PAST_YES = "past.yes"
    PAST_NO = "past.no"
    PAST = "past.see"
    # what waits
    DESK_LATER = "desk.later"
    # Home
    HOME_START = "home.start"
    HOME_PLAN = "home.plan"
    HOME_LOG = "home.log"
    HOME_TIME = "home.time"
    BEFORE_TALK = "talk.before"
    ASK_COACHING = "coaching.ask"
    HOME_TEAM = "home.team"
    HOME_TEAM_OF = "home.team_of"
    AWAY = "away.set"
    BACK = "away.back"
    INPUT = "input"
    """An element inside an input block: it sends nothing by itself."""


class Modal(StrEnum):
    """``callback_id`` of what can be submitted or closed."""

    START = "start"
    COMMENT = "comment"
    FORM = "form"
    FACTORS = "factors"
    OPENING_DRAFT = "opening.draft"
    OTHER_DATE = "other_date"
    OPENING = "opening"
    REPLY = "reply"
    CHOICES = "choices"
    ANSWER = "answer"
    CHANGE = "change"
    PARKED = "parked"
    JOTTING = "jotting"
    VIEWS = "views"
    READING = "reading"
    EXTEND = "extend"
    LOG = "log"
    CORRECT = "correct"
    ENTRIES = "entries"
    PLAN_ITEM = "plan.what_became"
    TAKE_ON = "take_on"
    CLEAR_WAY = "clear_the_way"
    EVIDENCE = "evidence"
    LOOK_ASK = "second_look.ask"
    LOOK = "second_look"
    LOOK_NEXT = "second_look.next"
    NOTE = "note"
    TEAM = "team"
    TEAM_OF = "team.of"
    AWAY = "away"
    NEXT = "next"
    """Shown when one of several that wait is sent; sends nothing itself."""


class CommandName(StrEnum):
    REVIEW = "/coach-review"
    PLAN = "/coach-plan"
    LOG = "/coach-log"


class EventName(StrEnum):
    HOME_OPENED = "app_home_opened"
    USER_CHANGE = "user_change"
    UNINSTALLED = "app_uninstalled"
    TOKENS_REVOKED = "tokens_revoked"


class ShortcutName(StrEnum):
    START = "start_review"
    EVIDENCE = "use_as_evidence"
    """On a message."""
