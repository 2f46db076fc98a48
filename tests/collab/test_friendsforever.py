import pytest

from tests.collab.edits import copy_of
from tests.collab.friendsforever import Root, text_of, trace


@pytest.mark.parametrize("root", ["title", "default"])
def test_the_recorded_edits_end_in_the_recorded_text(root: Root) -> None:
    recorded = trace(root)
    assert text_of(copy_of(recorded.seed, *(edit.update for edit in recorded.edits)), root) == recorded.end_content


def test_each_agent_s_edits_may_go_in_as_soon_as_their_needs_are_met() -> None:
    recorded = trace("default", 3_000)
    waiting = [recorded.of_agent(0), recorded.of_agent(1)]
    doc = copy_of(recorded.seed)
    done = [0, 0]
    while any(done[agent] < len(waiting[agent]) for agent in (0, 1)):
        for agent in (1, 0):
            while done[agent] < len(waiting[agent]):
                edit = waiting[agent][done[agent]]
                if edit.needs[1 - agent] > done[1 - agent]:
                    break
                doc.apply_update(edit.update)
                done[agent] += 1
    assert text_of(doc) == text_of(copy_of(recorded.seed, *(edit.update for edit in recorded.edits)))
