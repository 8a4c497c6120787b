"""Full text search on either database.

A later migration that rebuilds `postings_postingindex` on SQLite loses these triggers, and one that
changes its column `words` on PostgreSQL is refused because of the view: drop and make them again.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    """
    CREATE VIRTUAL TABLE postings_fts USING fts5(
        words, content='postings_postingindex', content_rowid='posting_id', tokenize='unicode61'
    )
    """,
    """
    CREATE TRIGGER postings_words_added AFTER INSERT ON postings_postingindex BEGIN
        INSERT INTO postings_fts(rowid, words) VALUES (new.posting_id, new.words);
    END
    """,
    """
    CREATE TRIGGER postings_words_removed AFTER DELETE ON postings_postingindex BEGIN
        INSERT INTO postings_fts(postings_fts, rowid, words)
        VALUES ('delete', old.posting_id, old.words);
    END
    """,
    """
    CREATE TRIGGER postings_words_changed AFTER UPDATE ON postings_postingindex BEGIN
        INSERT INTO postings_fts(postings_fts, rowid, words)
        VALUES ('delete', old.posting_id, old.words);
        INSERT INTO postings_fts(rowid, words) VALUES (new.posting_id, new.words);
    END
    """,
    "INSERT INTO postings_fts(postings_fts) VALUES ('rebuild')",
    # "+ 0" keeps SQLite from searching the words once per posting: 400 ms and not 1
    "CREATE VIEW postings_words AS SELECT rowid + 0 AS rowid, words, rank FROM postings_fts",
]
SQLITE_BACK = [
    "DROP VIEW postings_words",
    "DROP TRIGGER postings_words_added",
    "DROP TRIGGER postings_words_removed",
    "DROP TRIGGER postings_words_changed",
    "DROP TABLE postings_fts",
]
POSTGRESQL = [
    """
    ALTER TABLE postings_postingindex ADD COLUMN document tsvector
    GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED
    """,
    "CREATE INDEX postings_words_gin ON postings_postingindex USING gin (document)",
    """
    CREATE VIEW postings_words AS
    SELECT posting_id AS rowid, document AS words, 0.0::double precision AS rank
    FROM postings_postingindex
    """,
]
POSTGRESQL_BACK = [
    "DROP VIEW postings_words",
    "DROP INDEX postings_words_gin",
    "ALTER TABLE postings_postingindex DROP COLUMN document",
]


def make(apps, schema_editor):
    _run(schema_editor, sqlite=SQLITE, postgresql=POSTGRESQL)


def remove(apps, schema_editor):
    _run(schema_editor, sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK)


def _run(schema_editor, **statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("postings", "0002_posting_warned_at")]

    operations = [
        migrations.CreateModel(
            name="IndexedWords",
            fields=[
                (
                    "posting",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="indexed",
                        serialize=False,
                        to="postings.posting",
                    ),
                ),
                ("words", models.TextField()),
                ("rank", models.FloatField()),
            ],
            options={"db_table": "postings_words", "managed": False},
        ),
        migrations.RunPython(make, remove),
    ]
