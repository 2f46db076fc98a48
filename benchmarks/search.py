"""What a search costs, beside reading all texts with ILIKE on the same machine in the same run; and what keeping the
index costs the projection of a document.

python -m project.local exec -- python -m benchmarks.search [--documents 100000]

It writes its documents into a transaction that it takes back.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 — after setup
from django.db import connection, transaction  # noqa: E402 — after setup

from benchmarks.generated import Language, grant, write_documents  # noqa: E402
from editor.accounts.models import User  # noqa: E402
from editor.documents.access import visible_documents  # noqa: E402
from editor.documents.models import Document  # noqa: E402
from editor.search.finding import search  # noqa: E402
from editor.spaces.models import Space  # noqa: E402

ROUNDS = 5
MEGABYTE = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    count = parser.parse_args().documents
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        measure(count)
        transaction.set_rollback(True)


def measure(count: int) -> None:
    language = Language()
    people = {who: User.objects.create_user(f"{who}.{uuid4().hex}@example.org") for who in ("owner", "member", "guest")}
    space = Space.objects.create(name="Everything")
    for done in write_documents(language, people["owner"], space.pk, count):
        print(f"\r{done} documents", end="", flush=True)
    grant(people["owner"], people["member"], space.pk, people["guest"], 50)
    print("\n\n| reader | looked for | search | ILIKE over all that they see | ratio |\n|---|---|---|---|---|")
    for who, reader in people.items():
        for name, typed in queries(language).items():
            ours = milliseconds(lambda reader=reader, typed=typed: search(reader, typed, size=8))  # type: ignore[misc] # bound here
            plain = milliseconds(lambda reader=reader, typed=typed: read_all(reader, typed), rounds=1)  # type: ignore[misc] # bound here
            print(f"| {who} | {name} | {ours:.0f} ms | {plain:.0f} ms | {plain / ours:.0f} |")
    measure_projection(language)


def queries(language: Language) -> dict[str, str]:
    words = language.words
    return {
        "the most frequent word": words[0],
        "a frequent word": words[100],
        "a rare word": words[20_000],
        "three words": " ".join(words[40:43]),
        "three letters": next(word for word in words[1_000:] if len(word) > 4)[:3],
        "a part of a word": next(word for word in words[5_000:] if len(word) > 7)[2:7],
        "a phrase": f'"{words[0]} {words[1]}"',
        "two Chinese characters": "東京",
        "what isn't there": "qzxqzxq",
    }


def read_all(reader: User, typed: str) -> None:
    seen = visible_documents(reader)
    for word in typed.replace('"', "").split():
        seen = seen.filter(text__icontains=word)
    list(seen.order_by("-edited_at").values_list("pk", flat=True)[:8])


def measure_projection(language: Language) -> None:
    owner = User.objects.create_user(f"{uuid4().hex}@example.org")
    text = " ".join(language.text(160_000, 160_000).split())[:MEGABYTE]
    print("\n| what is written | with the index | without | ratio |\n|---|---|---|---|")
    for name, written in {"5 kB": text[:5_000], "100 kB": text[:100_000], "1 MB": text}.items():
        document = Document.objects.create(created_by=owner)
        kept = milliseconds(write_column(document, written))
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE editor_document DISABLE TRIGGER editor_document_search_changed")
            bare = milliseconds(write_column(document, written))
            cursor.execute("ALTER TABLE editor_document ENABLE TRIGGER editor_document_search_changed")
        print(f"| {name} | {kept:.1f} ms | {bare:.1f} ms | {kept / bare:.0f} |")


def write_column(document: Document, text: str) -> Callable[[], object]:
    def write() -> None:
        Document.objects.filter(pk=document.pk).update(text=f"{text} {uuid4().hex}")

    return write


def milliseconds(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1_000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
