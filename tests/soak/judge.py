"""What must hold in the end, as plain functions: what is known in, what is wrong out."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.soak.edits import TOKEN, Copy, Journal


@dataclass(frozen=True, slots=True)
class Fate:
    """What a document may, and what it must contain, as those tell who wrote in it."""

    must: frozenset[str]
    may: frozenset[str]
    must_be_bold: frozenset[str]

    @classmethod
    def of(cls, journals: Iterable[Journal]) -> "Fate":
        """An edit that was not acknowledged has happened or has not."""
        must: set[str] = set()
        may: set[str] = set()
        bold: set[str] = set()
        for journal in journals:
            for edit in journal.edits:
                is_certain = edit.label in journal.acknowledged
                (must if is_certain else may).update(edit.adds)
                for token in edit.deletes:
                    if not is_certain and token in must:
                        may.add(token)
                    elif is_certain:
                        may.discard(token)
                    must.discard(token)
                bold.update(edit.formats if is_certain else ())
        return cls(frozenset(must), frozenset(may), frozenset(bold & must))


def judge_text(name: str, text: str, fate: Fate) -> Iterator[str]:
    """None lost, none doubled, none that nobody wrote or that was deleted; and nothing but whole tokens."""
    counts = Counter(found[0] for found in TOKEN.finditer(text))
    for token in sorted(fate.must - counts.keys()):
        yield f"{name} has lost {token}"
    for token, count in sorted(counts.items()):
        if count > 1:
            yield f"{name} has {token} {count} times"
        if token not in fate.must and token not in fate.may:
            yield f"{name} has {token}, which nobody wrote, or which was deleted"
    if rest := TOKEN.sub("", text):
        yield f"{name} has something torn: {rest[:100]!r}"


def judge_copies(copies: Mapping[str, Copy], fate: Fate) -> Iterator[str]:
    """All copies are equal, and right. The first is the one that the others are compared with."""
    (first_name, first), *others = copies.items()
    yield from judge_text(first_name, first.text, fate)
    if missing := sorted(fate.must_be_bold - first.bold):
        yield f"{first_name} has lost the format of {', '.join(missing)}"
    for name, copy in others:
        if (copy.title, copy.body) != (first.title, first.body):
            yield f"{name} differs from {first_name}"
            yield from judge_text(name, copy.text, fate)
        elif copy.form and copy.form != first.form:
            yield f"{name} has other formats than {first_name}"


def judge_presence(name: str, shown: Collection[int], here: Collection[int]) -> Iterator[str]:
    """Everybody who is here is shown, and nobody who has left."""
    if orphans := set(shown) - set(here):
        yield f"{name} still sees {len(orphans)} who have left: {sorted(orphans)}"
    if missing := set(here) - set(shown):
        yield f"{name} doesn't see {len(missing)} who are here: {sorted(missing)}"
