"""
The most important surfaces, as people read them: documentation that fails when a sentence changes.

``[Send]`` is a button, ``(o)`` a chosen answer, ``[v …]`` a menu, ``[_ … _]`` a field, ``>`` a quotation.
"""

import textwrap

from inline_snapshot import snapshot

from bot.web.examples.readable import readable
from tests.surfaces.looking import EXAMPLES, example


def read(name: str) -> str:
    """Returns the example's text, in lines that fit a page."""
    lines = readable(example(name).shown).split("\n")
    return "\n".join(textwrap.fill(line, 100, subsequent_indent="    ", break_on_hyphens=False) for line in lines)


def test_everything_can_be_read() -> None:
    assert all(readable(one.shown) for one in EXAMPLES)


def test_the_invitation() -> None:
    assert read("questions, rep: the invitation") == snapshot("""\
*Maria* would like to plan your next coaching with you. You each answer the same 12 questions, about
    four minutes. Then you speak first.
*Who reads it*
• Until you've both finished, nobody sees an answer.
• Then only you and Maria, a piece at a time as you talk: first which skills you see alike and which
    differently. That alone tells which side of average the other one is on.
• Where you see it alike, you can both look at answers and comments then. The rest stays closed
    until you open it.
• Administrators can't open it in this app. What is posted in Slack follows your company's Slack
    rules.
~ Until Mon 9 Mar, or whenever suits you both.
[Start] [As one form] [Another date or form] [Not now] [… Later today | Tomorrow | One week more for
    both]\
""")


def test_the_wait() -> None:
    assert read("questions, rep: one has sent theirs: the rep") == snapshot("""\
Your answers are sent. Maria isn't done yet. Until then nobody sees an answer.
[Take it back] [Nudge Maria] [One week more]\
""")


def test_the_rep_opens() -> None:
    assert read("thread, writing: the rep opens") == snapshot("""\
# Your coaching conversation
You're both done. It goes like this: *Ana speaks first*, then Maria adds.
Then you both see which skills you see alike, and which differently.
Then Ana chooses, Maria answers, and the plan counts when you both agree to it.
<@UANA>, it's your turn: *name strengths and needs first*. Maria reads it and adds after you.
[Talk it through (30 min)] [In writing] [… Pause | End this conversation]\
""")


def test_the_manager_replies() -> None:
    assert read("thread, writing: the manager replies") == snapshot("""\
*Ana on strengths*: Opening conversations
> Preparing first calls. I'd like to take more of them together with the new colleagues.
*Ana on what to get better at*: Qualifying
> Finding out early who decides. The customer list is out of date, that is in the way.
<@UMARIA>, it's your turn: ask Ana about one thing before you add yours.
[Add mine] [Nothing to add] [Talk it through (30 min)] [… Pause | End this conversation]\
""")


def test_the_form_of_the_reply_says_when_it_is_read() -> None:
    assert read("form: the reply, strengths only") == snapshot("""\
=== Add yours ===
Words belong to a skill. Where you both see it alike, Ana reads them once you send this. Anywhere
    else they wait until Ana has spoken on it. Everything here is optional.
? A strength you see
  [v Choose a skill]
? What have you seen Ana do?
  [_  _]
? A strength you see, one more
  [v Choose a skill]
? What have you seen Ana do?
  [_  _]
[Send] [Close]\
""")


def test_the_comparison() -> None:
    assert read("thread, writing: the comparison") == snapshot("""\
## Where you both see it alike, and where not
*You both see strengths here:* Opening conversations, Asking questions, Reaching those who decide,
    Following up, Keeping the pipeline true.
*You both see room to grow here:* Qualifying, Listening, Knowing the product. The plan takes one or
    two; the others can wait.
*You see these differently:* Linking our offer to their goals, Agreeing the way to a decision.
*Not seen yet by one of you:* Answering doubts, Growing accounts.
Nobody needs to be right today. Up to three closer looks; the rest stays closed until Ana opens it.
~ Maria on *Opening conversations*
> Three customers called back after your summaries.
<@UANA>, it's your turn: choose what to take on, what to work on and what to look into. Maria reads
    it once you send it.
[Choose] [See both views] [… Pause | Talk it through (30 min) | End this conversation]\
""")


def test_all_strengths() -> None:
    assert read("thread, the comparison: all strengths") == snapshot("""\
## Where you both see it alike, and where not
*You both see strengths here:* Opening conversations, Qualifying, Asking questions, Listening,
    Linking our offer to their goals, Answering doubts, Reaching those who decide, Agreeing the way
    to a decision, Following up, Growing accounts and 2 more.
<@UANA>, it's your turn: choose what to take on: what would you like to be known for?
[Choose] [See both views] [… Pause | Talk it through (30 min) | End this conversation]\
""")


def test_all_needs() -> None:
    assert read("thread, the comparison: all needs") == snapshot("""\
## Where you both see it alike, and where not
*You both see room to grow here:* Opening conversations, Qualifying, Asking questions, Listening,
    Linking our offer to their goals, Answering doubts, Reaching those who decide, Agreeing the way
    to a decision, Following up, Growing accounts and 2 more. The plan takes one or two; the others
    can wait.
~ Maria, start with one thing that worked in the last weeks.
<@UANA>, it's your turn: choose what to work on. Maria reads it once you send it.
[Choose] [See both views] [… Pause | Talk it through (30 min) | End this conversation]\
""")


def test_nothing_seen_by_the_manager() -> None:
    assert read("thread, the comparison: nothing seen by the manager") == snapshot("""\
## Where you both see it alike, and where not
*Not seen yet by one of you:* Opening conversations, Qualifying, Asking questions, Listening,
    Linking our offer to their goals, Answering doubts, Reaching those who decide, Agreeing the way
    to a decision, Following up, Growing accounts and 2 more.
So the plan is to watch first, on up to three occasions. Then you both take a second look.
<@UANA>, it's your turn: choose what to work on and what to look into. Maria reads it once you send
    it.
[Choose] [See both views] [… Pause | Talk it through (30 min) | End this conversation]\
""")


def test_nothing_seen_by_either() -> None:
    assert read("thread, the comparison: nothing seen by either") == snapshot("""\
Neither of you has had the chance to see these yet: Opening conversations, Qualifying, Asking
    questions, Listening, Linking our offer to their goals, Answering doubts, Reaching those who
    decide, Agreeing the way to a decision, Following up, Growing accounts, Knowing the product,
    Keeping the pipeline true. So you agree to watch first. Start again once there is more to see.\
""")


def test_the_reps_choices() -> None:
    assert read("thread, writing: the rep's choices") == snapshot("""\
*Ana chose*
*Look into*: Linking our offer to their goals, Agreeing the way to a decision · observe a call ·
    Ana, by Mon 16 Mar 2026
> Maria listens to two calls, and I send her the recordings.
*Take on*: Opening conversations · Ana, by Wed 1 Apr 2026
> I run the first call with every new lead in March.
*Work on*: Qualifying · Ana, by Wed 1 Apr 2026
> I ask who signs, in every second meeting.
*Stretch* · Ana, by Wed 1 Apr 2026
> Give a talk at the team day.
<@UMARIA>, it's your turn: answer, say what you'll do for it, and agree. Ana reads it once you send
    it.
[Answer] [See both views] [… Pause | Talk it through (30 min) | Open another area | End this
    conversation]\
""")


def test_the_plan() -> None:
    assert read("thread, writing: the plan") == snapshot("""\
## The plan, in the words you both wrote
*Look into*: Linking our offer to their goals, Agreeing the way to a decision · observe a call ·
    Ana, by Mon 16 Mar 2026
> Maria listens to two calls, and I send her the recordings.
*Take on*: Opening conversations · Ana, by Wed 1 Apr 2026
> I run the first call with every new lead in March.
~ Maria says *yes, if*
> We look at the first one together.
*Work on*: Qualifying · Ana, by Wed 1 Apr 2026
> I ask who signs, in every second meeting.
*Stretch* · Ana, by Wed 1 Apr 2026
> Give a talk at the team day.
*Clear the way* · Maria, by Mon 16 Mar 2026
> I have the customer list brought up to date.
*Maria's support*
> One hour every second Friday.
~ Listed for next time: Listening, Knowing the product.
~ Maria had written on *Linking our offer to their goals*
> Last week's call ended without a date.
<@UANA>, it's your turn: do you agree to this plan, in these words?
[I agree] [Change] [See both views] [… Pause | Talk it through (30 min) | Open another area | End
    this conversation]\
""")


def test_live_the_rep_first() -> None:
    assert read("thread, live: strengths, the rep") == snapshot("""\
<@UANA>, you first: where you're at your best. Say it aloud; notes come after.
[I've had my say] [Write it instead] [… Pause | Go on in writing | End this conversation]\
""")


def test_a_note_to_confirm() -> None:
    assert read("thread, live: needs, the manager; a note to confirm") == snapshot("""\
*Ana* has had their say.
~ Maria wrote down for Ana. It counts when Ana says so.
> I'd like to know earlier who decides.
[Yes, that's it] [Not quite]
<@UMARIA>, it's your turn: ask Ana about one thing before you add yours. Say it aloud; notes come
    after.
[I've had my say] [Write it instead] [Note it down] [… Pause | Go on in writing | End this
    conversation]\
""")


def test_quiet() -> None:
    assert read("thread, quiet: the manager's turn") == snapshot("""\
*Ana on strengths*: Opening conversations
> Preparing first calls. I'd like to take more of them together with the new colleagues.
*Ana on what to get better at*: Qualifying
> Finding out early who decides. The customer list is out of date, that is in the way.
<@UMARIA>, it's your turn: ask Ana about one thing before you add yours.
[Add mine] [Nothing to add] [Talk it through (30 min)] [… Pause | End this conversation]
~ Full calendars happen. Ana, you can nudge or go on without waiting.
[Nudge Maria] [Go on]\
""")


def test_paused() -> None:
    assert read("thread, paused by silence") == snapshot("""\
*Ana on strengths*: Opening conversations
> Preparing first calls. I'd like to take more of them together with the new colleagues.
*Ana on what to get better at*: Qualifying
> Finding out early who decides. The customer list is out of date, that is in the way.
This is paused, so we stop asking. Nothing is lost, nothing more was shown. Either of you can pick
    it up.
[Pick it up]\
""")


def test_one_would_like_to_stop() -> None:
    assert read("thread, one would like to stop") == snapshot("""\
*Ana on strengths*: Opening conversations
> Preparing first calls. I'd like to take more of them together with the new colleagues.
*Ana on what to get better at*: Qualifying
> Finding out early who decides. The customer list is out of date, that is in the way.
<@UMARIA>, it's your turn: ask Ana about one thing before you add yours.
[Add mine] [Nothing to add] [Talk it through (30 min)] [… Pause | End this conversation]
Ana would like to stop here. Maria, is that fine with you?
[Yes, stop here] [Let's go on]\
""")


def test_an_opening_that_is_too_long_for_the_thread() -> None:
    assert read("thread, the opening: longer than a message should be") == snapshot("""\
*Ana on strengths*
> Preparing first calls, and what comes after them. Preparing first calls, and what comes after
    them. Preparing first calls, and what comes after them. Preparing first calls, and what comes
    after them. Preparing first calls, and what comes after them. Preparing first calls, and what
    comes after them. Preparing first calls, and what comes after them. Preparing first calls, and
    what comes after them.…
*Ana on what to get better at*
> Who decides. Who decides. Who decides. Who decides. Who decides. Who decides. Who decides. Who
    decides. Who decides. Who decides. Who decides. Who decides. Who decides. Who decides. Who
    decides. Who decides. Who decides. Who decides. Who decides. Who decides. Who decides. Who
    decides. Who decides. Who decides. Who decides. Who decides. Who decides. Who decides. Who
    decides. Who decides. Who…
Some of it is too long to stand here.  [Read it all]
<@UMARIA>, it's your turn: ask Ana about one thing before you add yours.
[Add mine] [Nothing to add] [Talk it through (30 min)] [… Pause | End this conversation]\
""")


def test_opening_an_area() -> None:
    assert read("form: open an area") == snapshot("""\
=== Open an area ===
You open it, nobody else. Then you and Maria both see both answers, the comments and your line.
? Which one?
  [v Choose a skill]
? How do you see it?
  [_  _]
  (Leave it empty for “nothing to add”.)
[Open it] [Close]\
""")


def test_being_asked_to_be_coached() -> None:
    assert read("pairing, asked of the rep: proposed") == snapshot("""\
*Maria* would like to plan your coaching with you here.
If you say yes, you both answer the same questions, separately; it takes a few minutes. Then you
    talk about it, and *you speak first*. You agree on a plan together, or on none.
~ Only you and Maria read what you write, a piece at a time as you talk. Say yes only if Maria
    coaches you. A yes isn't for ever: you can say *not now* to each review.
[Accept] [Not now]\
""")
