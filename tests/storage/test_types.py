from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.exc import StatementError

from storage.tables import events, surfaces
from storage.transaction import Database
from storage.types import CannotOpen, Cipher, DatabaseNow, Sealed, TextTuple
from tests.storage.examples import HERE, NOW

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
WORDS = "I'd like to close – sooner. 日本"


def test_sealed_words_open_again_and_cannot_be_read() -> None:
    cipher = Cipher([NEW])
    sealed = cipher.seal(WORDS)
    assert "close" not in sealed
    assert cipher.open(sealed) == WORDS


def test_words_from_before_the_key_and_from_an_older_key_open_as_well() -> None:
    before, older = Cipher().seal(WORDS), Cipher([OLD]).seal(WORDS)
    now = Cipher.from_text(f"{NEW}, {OLD}")
    assert [now.open(before), now.open(older)] == [WORDS, WORDS]
    assert Cipher([NEW]).open(now.seal(WORDS)) == WORDS


def test_words_that_look_like_sealed_ones_stay_words() -> None:
    plain = Cipher()
    assert not plain.encrypts
    for words in ("enc1:x", "raw1:x", ""):
        assert plain.open(plain.seal(words)) == words


@pytest.mark.parametrize("cipher", [Cipher(), Cipher([OLD])])
def test_without_the_right_key_words_stay_closed(cipher: Cipher) -> None:
    with pytest.raises(CannotOpen) as closed:
        cipher.open(Cipher([NEW]).seal(WORDS))
    assert "COACH_ENCRYPTION_KEY" in str(closed.value)


def test_a_key_that_is_none_is_refused_without_being_shown() -> None:
    with pytest.raises(ValueError) as refused:
        Cipher.from_text("not-a-key")
    assert "not-a-key" not in str(refused.value)


def test_a_moment_comes_back_in_utc(database: Database) -> None:
    local = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with database.writing() as connection:
        connection.execute(sa.insert(events).values(workspace=HERE, event_id="e", at=local))
        found = connection.execute(sa.select(events.c.at)).scalar_one()
    assert (found, found.tzinfo) == (NOW, UTC)


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.writing() as connection:
        connection.execute(sa.insert(events).values(workspace=HERE, event_id="e", at=NOW.replace(tzinfo=None)))


def test_a_column_for_sealed_text_refuses_any_other(database: Database) -> None:
    with pytest.raises(StatementError, match="sealed"), database.writing() as connection:
        connection.execute(sa.select(surfaces.c.key).where(surfaces.c.hint == "https://example.com"))
    with database.writing() as connection:
        connection.execute(sa.select(surfaces.c.key).where(surfaces.c.hint == Sealed("raw1:x")))


def test_tuples_of_ids_can_be_compared(database: Database) -> None:
    pair = sa.literal(("U1", "U2"), TextTuple)
    with database.looking() as connection:
        assert connection.execute(sa.select(pair).where(pair == sa.literal(("U1", "U2"), TextTuple))).scalar_one() == (
            "U1",
            "U2",
        )


def test_the_database_has_a_clock_of_its_own(database: Database) -> None:
    with database.looking() as connection:
        now = connection.execute(sa.select(DatabaseNow())).scalar_one()
    assert datetime.fromtimestamp(now, UTC) > NOW - timedelta(days=3650)
