"""What a run has to say."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.soak.edits import Edit
from tests.soak.faults import Done
from tests.soak.measures import Measures
from tests.soak.people import Person
from tests.soak.plan import KINDS, Plan
from tests.soak.rolling import BACK_SECONDS, SLACK, Rolling
from tests.sockets import SocketClient

LONGEST_WAIT = 30.0
"""Seconds that an edit may wait once a fault is over: ten are promised for one at a time, and here others go on."""
_AFTER = 1.0
_SHOWN = 30


@dataclass(slots=True)
class Outcome:
    plan: Plan
    people: Sequence[Person]
    readers: Sequence[SocketClient]
    done: Sequence[Done] = ()
    measures: dict[str, Measures] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)  # seconds until something held
    rolling: Rolling = field(default_factory=Rolling)
    started_again: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n\n".join([_counts(self), _faults(self), _times(self), _verdict(self)])


def waits(done: Done, people: Sequence[Person]) -> list[float]:
    """How long edits waited for their acknowledgement that were made in a fault, or in the second after it.

    Where a fault must stop saving the time counts from its end. Edits of people who were offline don't count.
    """
    since = done.began if KINDS[done.fault.kind].is_harmless else done.mended
    return waits_of_edits(people, done.began, done.mended + _AFTER, since=since)


def waits_of_edits(people: Sequence[Person], began: float, ended: float, since: float = 0.0) -> list[float]:
    """Of those that were made in this time. What passed before `since` doesn't count."""
    return [
        max(0.0, saved - max(edit.at, since))
        for person in people
        for edit in person.journal.edits
        if began <= edit.at <= ended and not _was_away(person, edit)
        if (saved := person.journal.acknowledged.get(edit.label)) is not None
    ]


def judge_waits(done: Sequence[Done], people: Sequence[Person]) -> list[str]:
    worst = {one: max(waits(one, people), default=0.0) for one in done}
    return [
        f"an edit waited {seconds:.1f} s after {one.fault.kind} at {one.fault.at:g} s"
        for one, seconds in worst.items()
        if seconds > LONGEST_WAIT
    ]


def judge_rolling(outcome: Outcome) -> list[str]:
    """With nothing else broken an edit waits no longer than its writer may be away."""
    found = waits_of_edits(outcome.people, outcome.rolling.began, outcome.rolling.ended)
    outcome.times["in a rolling restart, each edit was saved"] = longest = max(found, default=0.0)
    return [f"an edit waited {longest:.1f} s in a rolling restart"] if longest > BACK_SECONDS * SLACK else []


def _was_away(person: Person, edit: Edit) -> bool:
    return any(left <= edit.at <= back for left, back in person.away)


def _counts(outcome: Outcome) -> str:
    people = outcome.people
    edits = [edit for person in people for edit in person.journal.edits]
    codes = Counter(code for person in people for code in person.client.close_codes)
    closed = ", ".join(f"{code} ({count})" for code, count in sorted(codes.items())) or "nothing"
    documents, replicas = len({person.document for person in people}), outcome.plan.replicas
    added, deleted, bold = (sum(map(len, one)) for one in zip(*map(_tokens, edits), strict=True))
    times_away, connections = sum(len(one.away) for one in people), sum(one.client.connections for one in people)
    lines = [f"{len(people)} people in {documents} documents on {replicas} replicas made {len(edits)} edits:"]
    lines += [f"{len(outcome.readers)} more only have a document open"]
    lines += [f"{added} tokens written, {deleted} deleted, {bold} made bold"]
    lost = sum(person.laptops_lost for person in people)
    lines += [f"offline {times_away} times, {lost} laptops lost, {connections} connections; closed with {closed}"]
    lines += [f"{what} had to be started again {count} times" for what, count in outcome.started_again.items()]
    return "\n".join([*lines, *(f"{when}: {measures}" for when, measures in outcome.measures.items())])


def _tokens(edit: Edit) -> tuple[tuple[str, ...], ...]:
    return edit.adds, edit.deletes, edit.formats


def _faults(outcome: Outcome) -> str:
    by_kind: dict[str, list[Done]] = defaultdict(list)
    for one in outcome.done:
        by_kind[one.fault.kind].append(one)
    lines = [
        "| fault | times | edits | half saved within | all saved within |",
        "| --- | --- | --- | --- | --- |",
    ]
    for kind in KINDS:
        found = [seconds for one in by_kind[kind] for seconds in waits(one, outcome.people)]
        times = f"{median(found):.2f} s | {max(found):.2f} s" if found else "- | -"
        lines.append(f"| {kind} | {len(by_kind[kind])} | {len(found)} | {times} |")
    return "\n".join(lines)


def _times(outcome: Outcome) -> str:
    return "\n".join(f"{what} after {seconds:.1f} s" for what, seconds in outcome.times.items())


def _verdict(outcome: Outcome) -> str:
    if not outcome.problems:
        return f"Everything holds: {outcome.plan.command}"
    more = len(outcome.problems) - _SHOWN
    return "\n".join(
        [
            f"BROKEN: {len(outcome.problems)} problems",
            *(f"- {problem}" for problem in outcome.problems[:_SHOWN]),
            *([f"- and {more} more"] if more > 0 else []),
            f"Again: {outcome.plan.command}",
        ]
    )
