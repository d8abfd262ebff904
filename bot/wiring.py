"""
Builds the app: one function that reads as a list of parts. The only module that knows which storage is used.

Nothing is opened before ``Parts.start`` is awaited, and nothing happens on import.

(Over 300 lines, because whatever needs the storage is built here and nowhere else: the app, and the commands on its
data.)
"""

import asyncio
import json
import logging
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute

from bot.answering import Dispatcher, Guard, SlackRefused, watch
from bot.directory import SlackDirectory
from bot.handlers.assessing import AssessingHandlers
from bot.handlers.being_away import BeingAwayHandlers
from bot.handlers.calendars import CalendarHandlers
from bot.handlers.coaching_time import CoachingTimeHandlers
from bot.handlers.desk import DeskHandlers
from bot.handlers.evidence import EvidenceHandlers
from bot.handlers.handovers import HandoverHandlers
from bot.handlers.keeping import KeepingHandlers
from bot.handlers.months import MonthHandlers
from bot.handlers.plans import PlanHandlers
from bot.handlers.second_looks import SecondLookHandlers
from bot.handlers.starting import StartingHandlers
from bot.handlers.talking import TalkingHandlers
from bot.handlers.teams import TeamHandlers
from bot.installs import Installs, NotInstalled, Oauth, SlackOutside, bolt_app
from bot.jobs import Jobs
from bot.reconciler import Pace, Reconciler
from bot.reconciler import Parts as Delivery
from bot.settings import DATABASE_URL, Settings
from bot.surfaces.drawn import Home, Message
from bot.surfaces.render import render
from bot.surfaces.start import sentence
from bot.system import InThread, RandomIds, SystemClock
from bot.web import Metrics, Parts
from coaching_core.content.reader import read_questionnaire
from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.policy import require_can_be_coached, require_can_coach
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.errors import CoachingError
from coaching_core.ids import PersonId, QuestionnaireKey, WorkspaceId
from coaching_core.ports import Due
from coaching_core.use_cases.appointments import Appointments
from coaching_core.use_cases.assessing import Assessing
from coaching_core.use_cases.calendar_days import CalendarDays
from coaching_core.use_cases.coaching_time import CoachingTime
from coaching_core.use_cases.desks import Desks
from coaching_core.use_cases.directory import Directory
from coaching_core.use_cases.exporting import Exporting
from coaching_core.use_cases.handovers import Handovers
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.keeping_plans import KeepingPlans
from coaching_core.use_cases.looking import Looking
from coaching_core.use_cases.monthly import Monthly
from coaching_core.use_cases.months import Months
from coaching_core.use_cases.scheduling import Scheduling
from coaching_core.use_cases.second_looks import SecondLooks
from coaching_core.use_cases.starting import Starting
from coaching_core.use_cases.talking import Talking
from coaching_core.use_cases.teams import Teams
from storage.documents import to_document
from storage.installations import Installation
from storage.transaction import Database
from storage.types import Cipher

log = logging.getLogger(__name__)


def build(settings: Settings, *, new_pace: Callable[[], Pace] = Pace) -> Parts:
    """
    Wire the app for these settings; to be called inside the running event loop.

    Args:
        new_pace: makes the budgets of calls to Slack, one per workspace; a stand-in without limits needs none.
    Raises:
        ValueError: the database's address or the encryption key cannot be used.
    """
    clock, ids, metrics = SystemClock(), RandomIds(), Metrics()
    waker = _Waker()
    database = open_database(settings, on_wanted=waker)
    run = InThread(database.submit, database.submit_read, watch=watch)
    unpark = database.deliveries.unpark

    async def on_installed(workspace: WorkspaceId) -> None:
        """A new token, perhaps with new scopes: what was parked is tried again."""
        await run(unpark, workspace)
        waker(workspace)

    installs = _installs(settings, database, run, on_installed)
    forms = built_in_questionnaires()

    looking = Looking(database.reading, clock, forms)
    starting = Starting(database.begin, clock, ids, forms)
    assessing, talking = Assessing(database.begin, clock), Talking(database.begin, clock)
    keeping, directory = Keeping(database.begin, clock, forms), Directory(database.begin, clock, ids)
    people = SlackDirectory(directory, installs.slack_for, run, clock)

    outside = SlackOutside(installs)
    dispatcher = Dispatcher(
        Guard(outside, reference=ids.reference, observe=metrics.answered, sentence=sentence),
        installed=installs.knows,
    )
    plans = KeepingPlans(database.begin, clock)
    PlanHandlers(plans, run).register(dispatcher)
    EvidenceHandlers(plans, people, outside, run).register(dispatcher)
    HandoverHandlers(Handovers(database.begin, clock), people, run).register(dispatcher)
    SecondLookHandlers(SecondLooks(database.begin, clock), run).register(dispatcher)
    StartingHandlers(starting, keeping, looking, people, run).register(dispatcher)
    desks = Desks(database.begin, clock)
    DeskHandlers(desks, run).register(dispatcher)
    AssessingHandlers(assessing, keeping, looking, desks, run, time.time).register(dispatcher)
    TalkingHandlers(talking, keeping, looking, run).register(dispatcher)
    KeepingHandlers(keeping, looking, directory, people, run, installs.died, unpark).register(dispatcher)
    CoachingTimeHandlers(CoachingTime(database.begin, clock, ids), people, run).register(dispatcher)
    CalendarHandlers(CalendarDays(database.begin, clock), outside, run).register(dispatcher)
    TeamHandlers(Teams(database.begin, clock, forms), people, run, outside).register(dispatcher)
    BeingAwayHandlers(directory, people, run).register(dispatcher)
    MonthHandlers(Months(database.begin, clock), people, run).register(dispatcher)
    bolt = bolt_app(installs)
    dispatcher.attach(bolt)

    reconciler = Reconciler(
        Delivery(
            deliveries=database.deliveries,
            run=run,
            read=run.look,
            render=_renderer(looking, run),
            slack_for=_slack_or_none(installs),
            on_dead=installs.died,
            clock=clock,
            new_pace=new_pace,
            count=metrics.called,
            owner=f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}",
        )
    )
    waker.wake = reconciler.wake
    worklist = database.worklist
    jobs = Jobs(
        keeping,
        run,
        clock,
        worklist.reviews_due,
        Appointments(database.begin, clock),
        worklist.appointments_due,
        {
            AgendaKind.REVIEW: Scheduling(database.begin, clock, ids, forms).look,
            AgendaKind.MONTH: Monthly(database.begin, clock).look,
            AgendaKind.DIGEST: desks.look,
        },
        worklist.forget_events,
        worklist.unpark_old,
        worklist.backlog,
    )
    _measure(metrics, jobs, installs)
    life = _Life(settings, database, clock, installs, reconciler, jobs, on_installed)
    return Parts(
        bolt=bolt,
        dispatcher=dispatcher,
        installs=installs,
        metrics=metrics,
        start=life.start,
        stop=life.stop,
        missing=lambda: life.missing,
        pages=_preview(settings),
        tick=jobs.tick,
    )


def _measure(metrics: Metrics, jobs: Jobs, installs: Installs) -> None:
    metrics.table("waiting_surfaces", "Surfaces to be sent, as of the last tick.", "priority", lambda: jobs.waiting)
    metrics.table("waiting_seconds", "How long the oldest of them has waited.", "priority", lambda: jobs.ages)
    metrics.table(
        "parked_surfaces", "Surfaces that wait for a change, as of the last tick.", "reason", lambda: jobs.parked
    )
    metrics.gauge("ticks", "Ticks that did what was due.", lambda: jobs.ticks)
    metrics.gauge("failed_ticks", "Ticks that failed.", lambda: jobs.failures)
    metrics.gauge("dead_workspaces", "Workspaces whose token Slack takes no more.", lambda: len(installs.dead))


def _preview(settings: Settings) -> Sequence[BaseRoute]:
    """Every surface in every state, for whoever works on the words; with a local Slack only."""
    if not settings.slack_is_local:
        return ()
    from bot.web.preview import preview_pages

    full, short = built_in_questionnaires().values()
    return preview_pages(short, full)


class _Waker:
    """Passes a commit's wish on to delivery, which is built after the database."""

    def __init__(self) -> None:
        self.wake: Callable[[WorkspaceId], None] = lambda _: None

    def __call__(self, workspace: WorkspaceId) -> None:
        self.wake(workspace)


class _Life:
    """Opens and ends what lives as long as the process."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: SystemClock,
        installs: Installs,
        reconciler: Reconciler,
        jobs: Jobs,
        on_installed: Callable[[WorkspaceId], Awaitable[None]],
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._installs = installs
        self._reconciler = reconciler
        self._jobs = jobs
        self._on_installed = on_installed
        self._following: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None
        self.missing: tuple[str, ...] = ("the database is not open yet",)

    async def start(self) -> None:
        """Begin; the database and Slack may come later, and are asked again until they answer."""
        self._opening = asyncio.create_task(self._open(), name="opening")

    async def _open(self) -> None:
        wait = 0.2
        while True:
            problem = await asyncio.to_thread(self._database_problem)
            if problem is None:
                problem = await self._slack_problem()
            if problem is None:
                break
            self.missing = (problem,)
            log.warning("not ready: %s", problem)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 10.0)
        if self._settings.coach_clock_url:
            follow = self._clock.follow(self._settings.coach_clock_url, on_moved=self._jobs.soon)
            self._following = asyncio.create_task(follow)
        await self._reconciler.start()
        self._jobs.start()
        if not self._settings.many_workspaces:  # the token may be a new one
            await self._on_installed((await self._installs.own()).workspace)
        self.missing = ()

    def _database_problem(self) -> str | None:
        try:
            if self._database.dialect == "sqlite":
                self._database.upgrade()
                self._database.take_over()
            elif self._database.behind():
                return "the database's tables are out of date: run `coach db upgrade`"
        except Exception as problem:  # noqa: BLE001 - whatever the database says, it is asked again
            return f"the database does not answer ({type(problem).__name__})"
        return None

    async def _slack_problem(self) -> str | None:
        if self._settings.many_workspaces:
            return None
        try:
            await self._installs.own()
        except SlackRefused as problem:
            return f"Slack does not take SLACK_BOT_TOKEN, or does not answer ({problem.code})"
        return None

    async def stop(self) -> None:
        for task in (self._opening, self._following):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        await self._jobs.stop()
        await self._reconciler.stop()
        await asyncio.to_thread(self._database.close)


def open_database(settings: Settings, *, on_wanted: Callable[[WorkspaceId], None] = lambda _: None) -> Database:
    """Raises ``ValueError`` when the address or the key cannot be used."""
    if settings.database_url == DATABASE_URL:
        Path(urlsplit(DATABASE_URL).path.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
    cipher = Cipher.from_text(settings.coach_encryption_key.reveal())
    return Database(settings.database_url, cipher=cipher, on_wanted=on_wanted)


def upgrade(settings: Settings) -> None:
    """Bring the database's tables up to date."""
    database = open_database(settings)
    try:
        database.upgrade()
    finally:
        database.close()


def check(settings: Settings) -> list[str]:
    """Returns what is wrong with the database, each with what to do; nothing when it can be used."""
    try:
        database = open_database(settings)
    except ValueError as problem:
        return [str(problem)]
    try:
        database.check()
        if database.dialect == "sqlite":
            return []  # its tables are brought up to date at every start
        return ["Its tables are out of date: run `coach db upgrade`."] if database.behind() else []
    except Exception as problem:  # noqa: BLE001 - whatever the database says is a finding
        return [f"It does not answer ({type(problem).__name__}). Check DATABASE_URL, and that the server runs."]
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class Stuck:
    """
    What waits for somebody.

    Args:
        parked: Slack's reason -> messages that are not sent because of it.
        dead: workspaces whose token is not taken any more -> why.
        readable: whether the encryption key opens what is stored.
    """

    parked: Mapping[str, int] = field(default_factory=dict)
    dead: Mapping[WorkspaceId, str] = field(default_factory=dict)
    readable: bool = True


def stuck(settings: Settings) -> Stuck:
    """Look for it in a database that can be used."""
    database = open_database(settings)
    try:
        if database.behind():  # a new file: there is nothing in it
            return Stuck()
        work = database.worklist
        return Stuck(work.backlog().parked, database.installations.dead(), work.readable())
    finally:
        database.close()


async def import_pairings(settings: Settings, rows: Sequence[tuple[str, str]]) -> list[str]:
    """
    Pair managers with reps on an administrator's word.

    Args:
        rows: Slack member ids, (manager, rep).
    Returns:
        What was done, a sentence each.
    """
    clock, ids = SystemClock(), RandomIds()
    database = open_database(settings)
    run = InThread(database.submit, database.submit_read)
    installs = _installs(settings, database, run)
    try:
        own = await installs.own()
        directory = Directory(database.begin, clock, ids)
        people = SlackDirectory(directory, installs.slack_for, run, clock)
        told, pairs = [], []
        for manager, rep in rows:
            try:
                found = [await people.find(own.workspace, PersonId(one)) for one in (manager, rep)]
                require_can_coach(found[0])
                require_can_be_coached(found[1], by=found[0], paired=True)
                pairs.append((found[0], found[1]))
            except CoachingError as problem:
                told.append(f"{manager}, {rep}: {problem}")
        new = await run(directory.pair, own.workspace, pairs)
        return [*told, f"{len(pairs)} of {len(rows)} pairs can be used; {new} of them are new."]
    finally:
        await installs.close()
        database.close()


async def export_person(settings: Settings, person: str, workspace: str | None) -> str:
    """
    Args:
        workspace: needed where the app serves many.
    Returns:
        What is kept about the person, as they may see it, as JSON.
    Raises:
        NotFound: nothing is kept about them.
        SlackRefused: Slack could not be asked which workspace the token belongs to.
    """
    database = open_database(settings)
    run = InThread(database.submit, database.submit_read)
    installs = _installs(settings, database, run)
    try:
        tenant = WorkspaceId(workspace) if workspace else (await installs.own()).workspace
        found = await run(Exporting(database.begin, SystemClock()).person, tenant, PersonId(person))
        return json.dumps(json.loads(to_document(found)), ensure_ascii=False, indent=1)
    finally:
        await installs.close()
        database.close()


@cache
def built_in_questionnaires() -> Mapping[QuestionnaireKey, Questionnaire]:
    """The questionnaires that come with the app."""
    content = files("coaching_core.content")
    found: dict[QuestionnaireKey, Questionnaire] = {}
    for name in ("b2b_seller.yaml", "b2b_seller_short.yaml"):
        text = content.joinpath(name).read_text(encoding="utf-8")
        questionnaire = read_questionnaire(text, name=name, others=found)
        found[questionnaire.key] = questionnaire
    return found


async def _nothing_to_do(_: WorkspaceId) -> None:
    return None


def _installs(
    settings: Settings,
    database: Database,
    run: InThread,
    on_installed: Callable[[WorkspaceId], Awaitable[None]] = _nothing_to_do,
) -> Installs:
    if not settings.many_workspaces:
        return Installs(api_url=settings.slack_api_url, token=settings.slack_bot_token)

    def make(enterprise: str | None, team: str | None, document: str, now: datetime) -> Installation:
        return Installation(enterprise, team, document, now)

    return Installs(
        api_url=settings.slack_api_url,
        stored=database.installations,
        make=make,
        run=run,
        oauth=Oauth(settings.coach_client_id, settings.coach_client_secret),
        on_installed=on_installed,
    )


def _renderer(looking: Looking, run: InThread) -> Callable[[WorkspaceId, Due], Awaitable[Message | Home | None]]:
    async def draw(workspace: WorkspaceId, due: Due) -> Message | Home | None:
        surface = due.surface
        seen = await run.look(looking.surface, workspace, surface.kind, surface.subject, surface.place)
        return render(surface.kind, surface.part, seen, tuple(looking.built_in.values()))

    return draw


def _slack_or_none(installs: Installs) -> Callable[[WorkspaceId], Awaitable[AsyncWebClient | None]]:
    async def slack_for(workspace: WorkspaceId) -> AsyncWebClient | None:
        try:
            return await installs.slack_for(workspace)
        except (NotInstalled, SlackRefused):
            return None

    return slack_for
