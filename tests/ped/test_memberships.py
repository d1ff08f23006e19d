"""Whatever happens to memberships, groups and games: who may do what is as the app's own rules mean it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from pedschema.probe.act import SERVICE
from pedschema.probe.authorization import Subject, read_checks
from pedschema.probe.matrix import Cell
from pedschema.probe.topics import derive_declared

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

# Without shrinking: a failure names person and topic at once, where a shorter story takes minutes.
STORIES = settings(
    max_examples=25, stateful_step_count=30, phases=[Phase.generate], deadline=None, derandomize=True
)
KEYS = {"a", "b", "open", "of_b", "member"}
START = {
    ("a", "member"): ("approved", "member"),
    ("a", "grouped"): ("approved", "member"),
    ("a", "admin"): ("approved", "admin"),
    ("a", "owner"): ("approved", "owner"),
    ("a", "pending"): ("pending", "member"),
    ("a", "rejected"): ("rejected", "member"),
    ("b", "other_member"): ("approved", "member"),
    ("b", "other_admin"): ("approved", "admin"),
}
PEOPLE = [person for _, person in START]
LISTED = ("grouped", "admin", "owner", "rejected")
# Everybody calls themselves an admin from the start; it is to give them nothing.
EMPTY = b"""
    delete from public.community_group_members;
    delete from public.memberships;
    update public.communities set archived_at = null;
    update public.profiles set role = 'admin';
    update public.games set
        release_at = null, released_at = null, audience_group_id = null,
        draft_mode_enabled = true, draft_visibility = 'public', draft_chat_enabled = true;
"""
ENTER = """
    insert into public.memberships (community_id, profile_id, status, role) values (%s, %s, %s, %s)
    on conflict do nothing
"""
LIST = """
    insert into public.community_group_members (group_id, profile_id) values (%s, %s) on conflict do nothing
"""
UNLIST = "delete from public.community_group_members where group_id = %s and profile_id = %s"
DECIDE = "update public.memberships set status = %s where community_id = %s and profile_id = %s"
APPOINT = "update public.memberships set role = %s where community_id = %s and profile_id = %s"
LEAVE = "delete from public.memberships where community_id = %s and profile_id = %s"
# Columns of a game, and what they make of it. Every story starts with one thing narrowed in each game.
NARROWED = [
    ("release_at = '2020-05-01', released_at = null", "hidden", True),
    ("release_at = '2030-05-01', released_at = null", "hidden", True),
    ("audience_group_id = (select id from public.community_groups)", "for_group", True),
    ("draft_mode_enabled = false", "draft", False),
    ("draft_visibility = 'admin_only'", "public_draft", False),
    ("draft_chat_enabled = false", "chat", False),
]
OPENED = [
    ("release_at = null, released_at = null", "hidden", False),
    ("release_at = '2030-05-01', released_at = '2026-01-01'", "hidden", False),
    ("audience_group_id = null", "for_group", False),
    ("draft_mode_enabled = true", "draft", True),
    ("draft_visibility = 'public'", "public_draft", True),
    ("draft_chat_enabled = true", "chat", True),
]

people = st.sampled_from(PEOPLE)
asked = st.sampled_from([*PEOPLE, "anon"])
communities = st.sampled_from(["a", "b"])
games = st.sampled_from(["open", "of_b"])
statuses = st.sampled_from(["approved", "rejected", "pending"])
roles = st.sampled_from(["member", "admin", "owner"])


@dataclass
class Game:
    community: str
    hidden: bool = False
    for_group: bool = False
    draft: bool = True
    public_draft: bool = True
    chat: bool = True


@dataclass
class World:
    """The app's rules as sets of people."""

    memberships: dict[tuple[str, str], tuple[str, str]] = field(default_factory=lambda: dict(START))
    archived: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=lambda: set(LISTED))
    games: dict[str, Game] = field(default_factory=lambda: {"open": Game("a"), "of_b": Game("b")})

    def approved(self, community: str, *wanted: str) -> set[str]:
        return {
            person
            for (home, person), (status, role) in self.memberships.items()
            if home == community and status == "approved" and role in wanted
        }

    def admins(self, community: str) -> set[str]:
        return self.members(community) & self.approved(community, "admin", "owner")

    def members(self, community: str) -> set[str]:
        archived = community in self.archived
        return self.approved(community, *(("owner",) if archived else ("member", "admin", "owner")))

    def group(self, community: str) -> set[str]:
        return self.listed & self.members(community)

    def see(self, game: str) -> set[str]:
        found = self.games[game]
        invited = self.members(found.community)
        if found.for_group:
            invited &= self.group("a")
        return self.admins(found.community) | (set() if found.hidden else invited)

    def draft(self, game: str) -> set[str]:
        found = self.games[game]
        if not found.draft:
            return set()
        return self.see(game) if found.public_draft else self.see(game) & self.admins(found.community)

    def chat(self, game: str) -> set[str]:
        return self.draft(game) if self.games[game].chat else set()

    def joiners(self, label: str) -> set[str]:
        kind, key, *purpose = label.replace("<", "").replace(">", "").split(":")
        who = {
            "community:admin": self.admins,
            "community:games": self.members,
            "community:stats": self.members,
            "group:games": self.group,
            "user": lambda user: {user},
            "game": self.see,
            "game:draft": self.draft,
            "game:chat": self.chat,
            "game:live": self.chat,
            "game:reviews": lambda game: self.admins(self.games[game].community),
        }
        return who[":".join([kind, *purpose])](key)

    def marks(self, person: str, label: str) -> str:
        allowed = "rwpP" if label.endswith(":live") else "r"
        return allowed if person in self.joiners(label) else "-"

    def close_if_empty(self, community: str) -> None:
        if not self.approved(community, "member", "admin", "owner"):
            self.archived.add(community)


class Memberships(RuleBasedStateMachine):
    """Changes rows as the app does, and asks what some people may do on some topics after each change."""

    def __init__(self, database: RealtimeDatabase, catalogue: Catalogue, cast: Cast) -> None:
        super().__init__()
        self.database = database
        self.claims = {persona.name: persona.claims for persona in cast.personas}
        self.community, self.game = cast.samples["community_id"], cast.samples["game_id"]
        self.late_shift = cast.samples["group_id"]["a"]
        self.topics = {
            probed.label: probed
            for probed in derive_declared(catalogue, cast)
            if KEYS.issuperset(re.findall(r"<(\w+)>", probed.label))
        }

    def row(self, community: str, person: str) -> tuple[str, str]:
        return self.community[community], self.claims[person]["sub"]

    def write(self, statement: str, *parameters: object) -> None:
        self.written = set(parameters)
        self.database.run_as(SERVICE, statement, parameters)

    @initialize(data=st.data())
    def start(self, data: st.DataObject) -> None:
        self.data, self.world = data, World()
        with self.database.connection.transaction():
            self.database.connection.execute(EMPTY)
            for (community, person), (status, role) in START.items():
                self.write(ENTER, *self.row(community, person), status, role)
            for person in LISTED:
                self.write(LIST, self.late_shift, self.claims[person]["sub"])
            for game in self.world.games:
                self.set_game(game, data.draw(st.sampled_from(NARROWED)))

    @rule(person=people, community=communities, status=statuses, role=roles)
    def enter(self, person: str, community: str, status: str, role: str) -> None:
        self.write(ENTER, *self.row(community, person), status, role)
        self.world.memberships.setdefault((community, person), (status, role))

    @rule(person=people, community=communities, status=statuses)
    def decide(self, person: str, community: str, status: str) -> None:
        self.write(DECIDE, status, *self.row(community, person))
        if row := self.world.memberships.get((community, person)):
            self.world.memberships[community, person] = (status, row[1])
            self.world.close_if_empty(community)

    @rule(person=people, community=communities, role=roles)
    def appoint(self, person: str, community: str, role: str) -> None:
        self.write(APPOINT, role, *self.row(community, person))
        if row := self.world.memberships.get((community, person)):
            self.world.memberships[community, person] = (row[0], role)

    @rule(person=people, community=communities)
    def leave(self, person: str, community: str) -> None:
        self.write(LEAVE, *self.row(community, person))
        if self.world.memberships.pop((community, person), None):
            self.world.close_if_empty(community)

    @rule(community=communities, archived=st.booleans())
    def archive(self, community: str, *, archived: bool) -> None:
        values = ("2026-01-01" if archived else None, self.community[community])
        self.write("update public.communities set archived_at = %s where id = %s", *values)
        (self.world.archived.add if archived else self.world.archived.discard)(community)

    @rule(person=people, listed=st.booleans())
    def list_in_group(self, person: str, *, listed: bool) -> None:
        self.write(LIST if listed else UNLIST, self.late_shift, self.claims[person]["sub"])
        (self.world.listed.add if listed else self.world.listed.discard)(person)

    @rule(game=games, setting=st.sampled_from(NARROWED + OPENED))
    def set_game(self, game: str, setting: tuple[str, str, bool]) -> None:
        columns, meaning, value = setting
        self.write(f"update public.games set {columns} where id = %s", self.game[game])
        setattr(self.world.games[game], meaning, value)

    @rule(person=people, role=st.sampled_from(["member", "captain", "owner", "admin"]))
    def call_oneself(self, person: str, role: str) -> None:
        statement = "update public.profiles set role = %s where id = %s returning role"
        row = (role, self.claims[person]["sub"])
        assert self.database.run_as(self.claims[person], statement, row) == [(role,)]

    @rule()
    def join(self) -> None:
        person, label = self.data.draw(asked), self.data.draw(st.sampled_from(list(self.topics)))
        access = self.database.can(self.topics[label].topic, self.claims[person])
        rights = (access.broadcast_read, access.broadcast_write, access.presence_read, access.presence_write)
        marks = "".join(mark for mark, right in zip("rwpP", rights, strict=True) if right) or "-"
        assert marks == self.world.marks(person, label), f"{person} at {label}"
        assert bool(access.join) == (marks != "-")

    @invariant()
    def people_may_do_what_the_rules_say(self) -> None:
        near = [probed for probed in self.topics.values() if self.written & set(probed.topic.split(":"))]
        for labels in ([probed.label for probed in near], list(self.topics)):
            label = self.data.draw(st.sampled_from(labels))
            for person in self.data.draw(st.lists(asked, min_size=3, max_size=3, unique=True)):
                subject = Subject(self.topics[label].topic, self.claims[person])
                marks = Cell(
                    self.topics[label], person, *read_checks(self.database.connection, subject)
                ).marks
                assert marks == self.world.marks(person, label), f"{person} at {label}"


def test_access_follows_every_change(
    realtime_db: RealtimeDatabase, realtime_contract: Catalogue, realtime_cast: Cast
) -> None:
    run_state_machine_as_test(
        lambda: Memberships(realtime_db, realtime_contract, realtime_cast), settings=STORIES
    )


def test_access_follows_writes_when_they_commit_and_not_before(
    realtime_db: RealtimeDatabase, realtime_cast: Cast
) -> None:
    claims = {persona.name: persona.claims for persona in realtime_cast.personas}
    game = realtime_cast.samples["game_id"]["unreleased"]
    asked = ("pending", "member", "rejected")
    writer = realtime_db.connect(autocommit=False)

    def joiners() -> set[str]:
        return {person for person in asked if realtime_db.can(f"game:{game}", claims[person]).join}

    def write() -> None:
        approved = "update public.memberships set status = 'approved' where profile_id = %s"
        writer.execute(approved, [claims["pending"]["sub"]])
        writer.execute("update public.games set released_at = now() where id = %s", [game])
        assert joiners() == set()

    write()
    writer.rollback()
    assert joiners() == set()
    write()
    writer.commit()
    assert joiners() == {"pending", "member"}
