"""Follows the edits of one document through this replica, step by step. Numbers and names, never content."""

from collections.abc import Iterable
from typing import Protocol

from editor.collab.judgement import Judgement, Submission


class Note(Protocol):
    def __call__(self, step: str, /, **details: object) -> None: ...


class Trail:
    """An edit is known by its connection and the number of its frame, from its commit on by its number in the log."""

    def __init__(self, note: Note) -> None:
        self._note = note

    def received(self, submission: Submission) -> None:
        self._note("edit_received", **_frame_of(submission), bytes=submission.size)

    def judged(self, judgement: Judgement) -> None:
        outcomes: list[tuple[str, Submission]] = [
            *(("known", submission) for submission in judgement.known),
            *(("new", admission.submission) for admission in judgement.new),
            *(("held", submission) for submission in judgement.held),
            *((f"refused: {code}", submission) for submission, code in judgement.refused),
        ]
        if judgement.untried:
            outcomes.append(("to be tried", judgement.untried[0]))
        for outcome, submission in outcomes:
            self._note("edit_judged", **_frame_of(submission), outcome=outcome)

    def committed(self, judgement: Judgement, first: int) -> None:
        for number, admission in enumerate(judgement.new, first):
            self._note("edit_committed", **_frame_of(admission.submission), number=number)

    def acknowledged(self, durable: Iterable[Submission], number: int) -> None:
        for submission in durable:
            self._note("edit_acknowledged", **_frame_of(submission), log_stands_at=number)

    def announced(self, first: int, last: int) -> None:
        self._note("edit_announced", first=first, last=last)

    def applied(self, first: int, last: int, shown_to: int) -> None:
        """These rows, from here or from another replica, are in the room's document and on their way to its peers."""
        self._note("edit_applied", first=first, last=last, shown_to=shown_to)


def _frame_of(submission: Submission) -> dict[str, object]:
    ticket = submission.delivery.ticket
    return {"connection": submission.peer.connection, "frame": ticket.number, "kind": ticket.kind.name.lower()}
