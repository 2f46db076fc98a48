"""What search looks in: one row a document, written by the database itself whenever title or text change, so that it
never lags behind and old replicas keep it too.

Each step can be done again, and none holds a lock for long: the rows of documents that are there already are written
in small transactions, while people go on writing.
"""

from typing import Any

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Both are trusted: who owns the database may create them. They may be there already, in whatever schema.
EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
"""

# Written without spaces between words: Han, kana, Hangul. The same as in editor/search/words.py.
UNSPACED = (
    r"\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)

# unaccent() is only STABLE, because a dictionary could be changed. This one names it by schema, and nobody changes it.
# What Postgres's parser would take for addresses, paths, tags and signs becomes space: their parts are words.
FOLD = """
DO $do$ BEGIN
    EXECUTE format($make$
        CREATE OR REPLACE FUNCTION editor_search_fold(written text) RETURNS text
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN translate(
            lower(%1$I.unaccent(%2$L::regdictionary,
                CASE WHEN written IS NFKC NORMALIZED THEN written ELSE normalize(written, NFKC) END)),
            '-./:@<>&_+~?=%%;#\\', '                 ')
    $make$, n.nspname, format('%I.unaccent', n.nspname))
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'unaccent';
END $do$
"""

# Postgres takes a Chinese sentence for one word. Here each two characters that stand together are one, and the last.
PAIRS = f"""
CREATE OR REPLACE FUNCTION editor_search_pairs(folded text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN folded ~ '[{UNSPACED}]' THEN
    regexp_replace(folded, '([{UNSPACED}][{UNSPACED}]?)', ' \\1 ', 'g') || regexp_replace(
        regexp_replace(' ' || regexp_replace(folded, '[^{UNSPACED}]+', ' ', 'g'), ' [{UNSPACED}]', ' ', 'g'),
        '([{UNSPACED}][{UNSPACED}]?)', ' \\1 ', 'g')
    ELSE folded END
"""

# Both scripts apart, each letter where it was: parts of words are looked for in the one with trigrams, of which the
# other would make a great many; that one tells whether the pairs stand together.
SCRIPTS = f"""
CREATE OR REPLACE FUNCTION editor_search_spaced(folded text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN folded ~ '[{UNSPACED}]' THEN regexp_replace(folded, '[{UNSPACED}]', ' ', 'g') ELSE folded END;
CREATE OR REPLACE FUNCTION editor_search_unspaced(folded text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN folded ~ '[{UNSPACED}]' THEN regexp_replace(folded, '[^{UNSPACED}]', ' ', 'g') ELSE '' END;
"""

# A tsvector holds 1 MB of different words at the most; what comes after isn't found by its words. Taken piece by piece,
# since places would count too; the pieces overlap, for the word that is cut.
WORDS = """
CREATE OR REPLACE FUNCTION editor_search_words(folded text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET client_min_messages = warning AS $$
DECLARE
    paired text := editor_search_pairs(folded);
    found tsvector := '';
BEGIN
    FOR at IN 1 .. length(paired) BY 60000 LOOP
        found := found || strip(to_tsvector('pg_catalog.simple'::regconfig, substr(paired, at, 60100)));
    END LOOP;
    RETURN found;
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN found;
END $$
"""

TABLE = """
CREATE TABLE IF NOT EXISTS editor_searchentry (
    document_id uuid PRIMARY KEY REFERENCES editor_document (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    title text NOT NULL,
    spaced text NOT NULL,
    unspaced text NOT NULL,
    title_words tsvector NOT NULL,
    words tsvector NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE editor_searchentry ALTER COLUMN words SET STATISTICS 400;
"""

# Each search reads the whole list of what is pending, 4 MB by default; without one, writing takes four times as long.
INDEXES = """
CREATE INDEX IF NOT EXISTS search_words ON editor_searchentry USING gin (words) WITH (gin_pending_list_limit = 256);
CREATE INDEX IF NOT EXISTS search_title_words ON editor_searchentry USING gin (title_words)
    WITH (gin_pending_list_limit = 256);
DO $do$ BEGIN
    EXECUTE format($make$
        CREATE INDEX IF NOT EXISTS search_title_parts ON editor_searchentry USING gin (title %1$I.gin_trgm_ops)
            WITH (gin_pending_list_limit = 256);
        CREATE INDEX IF NOT EXISTS search_parts ON editor_searchentry
            USING gin (spaced %1$I.gin_trgm_ops)
            WITH (gin_pending_list_limit = 256);
    $make$, n.nspname)
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
END $do$
"""

WRITE = """
INSERT INTO editor_searchentry AS entry (document_id, title, spaced, unspaced, title_words, words)
SELECT id, title, editor_search_spaced(content), editor_search_unspaced(content),
    editor_search_words(title), editor_search_words(content)
FROM (
    SELECT id, editor_search_fold(title) AS title, editor_search_fold(title || E'\\n' || text) AS content
    FROM ({source}) AS written OFFSET 0
) AS folded
ON CONFLICT (document_id) {conflict}
"""

FOLLOW = f"""
CREATE OR REPLACE FUNCTION editor_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {
    WRITE.format(
        source="SELECT NEW.id, NEW.title, NEW.text",
        conflict="DO UPDATE SET title = excluded.title, spaced = excluded.spaced, unspaced = excluded.unspaced, "
        "title_words = excluded.title_words, words = excluded.words",
    )
};
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER editor_document_search_new AFTER INSERT ON editor_document
    FOR EACH ROW EXECUTE FUNCTION editor_search_follow();
CREATE OR REPLACE TRIGGER editor_document_search_changed AFTER UPDATE OF title, text ON editor_document
    FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title OR OLD.text IS DISTINCT FROM NEW.text)
    EXECUTE FUNCTION editor_search_follow();
"""

# A row that the trigger wrote meanwhile is newer. After it the planner knows how often which word is.
FILL = WRITE.format(
    source="SELECT id, title, text FROM editor_document d"
    " WHERE NOT EXISTS (SELECT FROM editor_searchentry s WHERE s.document_id = d.id) LIMIT 200",
    conflict="DO NOTHING",
)


def fill(_apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FILL)
        while cursor.rowcount > 0:
            cursor.execute(FILL)
        cursor.execute("ANALYZE editor_searchentry")


REMOVE = """
DROP TRIGGER editor_document_search_changed ON editor_document;
DROP TRIGGER editor_document_search_new ON editor_document;
DROP TABLE editor_searchentry;
DROP FUNCTION editor_search_follow(), editor_search_words(text), editor_search_spaced(text),
    editor_search_unspaced(text), editor_search_pairs(text), editor_search_fold(text);
"""

ENTRY = migrations.CreateModel(
    name="SearchEntry",
    fields=[
        (
            "document",
            models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                primary_key=True,
                related_name="+",
                serialize=False,
                to="editor.document",
            ),
        ),
        ("title", models.TextField()),
        ("spaced", models.TextField()),
        ("unspaced", models.TextField()),
        ("title_words", django.contrib.postgres.search.SearchVectorField()),
        ("words", django.contrib.postgres.search.SearchVectorField()),
    ],
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("editor", "0013_spaces")]
    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (FOLD, PAIRS, SCRIPTS, WORDS)),
        migrations.RunSQL(TABLE, REMOVE, state_operations=[ENTRY]),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (INDEXES, FOLLOW)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
