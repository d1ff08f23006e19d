from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.errors import PedschemaError
from pedschema.ops.configuration import URL_VARIABLE, load_configuration, load_url

if TYPE_CHECKING:
    from conftest import Project


def test_settings_come_from_both_files(project: Project) -> None:
    configuration = load_configuration(project.config(lock_timeout="1s", patience="2.5"))
    assert (configuration.schema, configuration.role) == ("rooms", "postgres")
    assert (configuration.lock_timeout, configuration.patience) == ("1s", 2.5)
    assert configuration.folder == project.policies


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('schema = "rooms"', "", "contract-unreadable"),
        ('schema = "rooms"', "schema = 1", "contract-unreadable"),
        ('schema = "rooms"', 'schema = "rooms', "contract-unreadable"),
    ],
)
def test_a_contract_without_a_schema_is_told(project: Project, old: str, new: str, expected: str) -> None:
    project.edit("contract.toml", old, new)
    with pytest.raises(PedschemaError) as caught:
        load_configuration(project.config())
    assert [mistake.id for mistake in caught.value.mistakes] == [expected]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"contract": "nowhere"}, "contract-unreadable"),
        ({"contract": ""}, "alembic-no-contract"),
        ({"patience": "long"}, "alembic-patience"),
    ],
)
def test_settings_that_mean_nothing_are_told(
    project: Project, options: dict[str, str], expected: str
) -> None:
    with pytest.raises(PedschemaError) as caught:
        load_configuration(project.config(**options))
    assert [mistake.id for mistake in caught.value.mistakes] == [expected]


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_any_way_to_write_postgres_leads_to_psycopg(
    project: Project, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv(URL_VARIABLE, f"{scheme}://a:b%40c@host/rooms?sslmode=require")
    url = load_url(project.config())
    assert (
        url.render_as_string(hide_password=False) == "postgresql+psycopg://a:b%40c@host/rooms?sslmode=require"
    )


def test_the_file_counts_when_the_environment_says_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    config = project.config()
    config.set_main_option("sqlalchemy.url", "postgresql://host/file")
    assert load_url(config).database == "file"
    monkeypatch.setenv(URL_VARIABLE, "postgresql://host/environment")
    assert load_url(config).database == "environment"
    config.attributes["url"] = "postgresql://host/program"
    assert load_url(config).database == "program"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "database-url-missing"),
        ("secret", "database-url-wrong"),
        ("mysql://a:secret@host/b", "database-url-wrong"),
        ("postgresql://a:secret@host:port/b", "database-url-wrong"),
        ("postgresql://a:b@c/secret@host/b", "database-url-wrong"),
    ],
)
def test_a_url_that_is_none_is_told_without_repeating_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, url: str, expected: str
) -> None:
    monkeypatch.setenv(URL_VARIABLE, url)
    with pytest.raises(PedschemaError) as caught:
        load_url(project.config())
    assert [mistake.id for mistake in caught.value.mistakes] == [expected]
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("place", ["database", URL_VARIABLE, "sqlalchemy.url"])
def test_a_url_that_is_none_is_told_with_the_place_where_it_stands(
    project: Project, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    config = project.config()
    config.set_main_option("sqlalchemy.url", "none")
    if place != "sqlalchemy.url":
        monkeypatch.setenv(URL_VARIABLE, "none")
    if place == "database":
        config.attributes["url"] = "none"
    with pytest.raises(PedschemaError) as caught:
        load_url(config)
    assert [mistake.where for mistake in caught.value.mistakes] == [place]
