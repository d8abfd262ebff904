from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import migrations
from storage.tables import metadata
from storage.transaction import Database


def of_the_app(thing: object, name: str | None, kind: str, *_: object) -> bool:
    """Other tests of the same server keep tables of their own beside ours."""
    return not (kind == "table" and name is not None and name.startswith("test_"))


def test_the_steps_make_the_tables(database: Database) -> None:
    with database.writing() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": of_the_app})
        assert compare_metadata(context, metadata) == []


def test_the_steps_make_the_partial_indexes_and_the_checks_too(sqlite: str, tmp_path: Path) -> None:
    def made_of(url: str) -> set[str]:
        with sa.create_engine(url).connect() as connection:
            found = connection.execute(sa.text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")).scalars()
            return {" ".join(sorted(sql.replace(",", " ").split())) for sql in found if "alembic" not in sql}

    declared = f"sqlite:///{tmp_path / 'declared.db'}"
    metadata.create_all(sa.create_engine(declared))
    assert made_of(sqlite) == made_of(declared)


def test_start_up_knows_the_newest_step_without_loading_alembic(database: Database) -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]
    assert not database.behind()


def test_an_empty_database_is_behind_until_it_is_upgraded(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'coach.db'}")
    assert database.behind()
    database.upgrade()
    assert not database.behind()
    database.upgrade()
    database.close()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'coach.db'}")
    database.upgrade()
    database.check()
    assert {oct(file.stat().st_mode)[-3:] for file in tmp_path.glob("coach.db*")} == {"600"}
    database.close()


@pytest.mark.parametrize("url", ["sqlite://", "mysql://user:hidden@host/db", "nonsense:hidden"])
def test_an_address_that_cannot_be_used_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError) as refused:
        Database(url)
    assert "hidden" not in str(refused.value)
