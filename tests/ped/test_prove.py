from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pedschema.lint.prove.prover import Budget, list_questions, run_question
from pedschema.lint.prove.question import Claim, Verdict

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue

MEMBER = "a row of public.memberships (profile_id = the caller's sub, community_id = "
OF_COMMUNITY = MEMBER + "{community_id})"
OF_GAME = MEMBER + "games.community_id) and a row of public.games (id = {game_id})"
OF_GROUP = "a row of public.community_group_members (profile_id = the caller's sub, group_id = {group_id})"
WITNESSES = {
    "community:{community_id:uuid}:admin": OF_COMMUNITY,
    "community:{community_id:uuid}:games": OF_COMMUNITY,
    "community:{community_id:uuid}:stats": OF_COMMUNITY,
    "game:{game_id:uuid}": OF_GAME,
    "game:{game_id:uuid}:chat": OF_GAME,
    "game:{game_id:uuid}:draft": OF_GAME,
    "game:{game_id:uuid}:live": OF_GAME,
    "game:{game_id:uuid}:reviews": OF_GAME,
    "group:{group_id:uuid}:games": OF_GROUP,
    "user:{user_id:uuid}": "the caller's sub = {user_id}",
}


def test_every_claim_about_every_topic_is_proved(realtime_contract: Catalogue) -> None:
    answers = [
        run_question(realtime_contract, question, Budget(60, 600), None)
        for question in list_questions(realtime_contract)
    ]

    left = [(str(answer.question), answer.told) for answer in answers if answer.verdict is not Verdict.PROVED]
    assert left == []
    assert Counter(answer.question.claim for answer in answers) == {
        Claim.WHO: 13,
        Claim.CALLERS: 13,
        Claim.UNDECLARED: 27,
        Claim.OUTSIDE: 4,
        Claim.RAISES: 4,
    }
    told = {answer.question.topic: answer.told for answer in answers if answer.question.claim is Claim.WHO}
    assert told == {topic: f"admits only with {witness}" for topic, witness in WITNESSES.items()}
    assert [answer.notes for answer in answers if answer.notes] == []
