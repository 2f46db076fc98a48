"""How much there is, measured once a day: all of it together, and each document that has changed."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

# A file counts in each document that uses it; the text is what the search sees.
_KEEP_DOCUMENTS = """
INSERT INTO editor_documentsize (document_id, day, text, log, snapshots, files)
SELECT d.id, %(day)s,
    octet_length(d.text),
    coalesce((SELECT sum(octet_length(e.payload)) FROM editor_logentry e WHERE e.document_id = d.id), 0),
    coalesce((SELECT sum(octet_length(s.payload)) FROM editor_snapshot s WHERE s.document_id = d.id), 0),
    coalesce((
        SELECT sum(f.size) FROM editor_fileuse u JOIN editor_mediafile f ON f.id = u.file_id WHERE u.document_id = d.id
    ), 0)
FROM editor_document d
WHERE d.edited_at >= %(since)s
ON CONFLICT (document_id, day) DO UPDATE
SET text = excluded.text, log = excluded.log, snapshots = excluded.snapshots, files = excluded.files
"""
# Of each document the last measurement counts; files are counted once, however many documents use them.
_KEEP_TOTAL = """
INSERT INTO editor_sizesofday (day, documents, text, log, snapshots, files)
SELECT %(day)s, (SELECT count(*) FROM editor_document), coalesce(sum(m.text), 0), coalesce(sum(m.log), 0),
    coalesce(sum(m.snapshots), 0), coalesce((SELECT sum(size) FROM editor_mediafile), 0)
FROM (SELECT DISTINCT ON (document_id) * FROM editor_documentsize ORDER BY document_id, day DESC) m
ON CONFLICT (day) DO UPDATE SET documents = excluded.documents, text = excluded.text, log = excluded.log,
    snapshots = excluded.snapshots, files = excluded.files
"""
_LAST = "SELECT max(day) FROM editor_sizesofday"
# A document's last measurement stays, however old it is.
_FORGET = """
DELETE FROM editor_documentsize m WHERE m.day < %(before)s
    AND EXISTS (SELECT FROM editor_documentsize later WHERE later.document_id = m.document_id AND later.day > m.day)
"""
KEPT = timedelta(days=90)


@transaction.atomic
def measure() -> None:
    """Measures what was edited since the last time. Doing it twice a day measures anew."""
    today = timezone.now().date()
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        last = cursor.fetchone()[0]
        since = "-infinity" if last is None else last - timedelta(days=1)
        cursor.execute(_KEEP_DOCUMENTS, {"day": today, "since": since})
        cursor.execute(_FORGET, {"before": today - KEPT})
        cursor.execute(_KEEP_TOTAL, {"day": today})
