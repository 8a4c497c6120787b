from django.db import models

from internships.postings.models.posting import Posting


class PostingIndex(models.Model):
    """The words of a posting as keyword search reads them, segmented, space-separated."""

    posting = models.OneToOneField(
        Posting, on_delete=models.CASCADE, primary_key=True, related_name="index"
    )
    words = models.TextField()

    def __str__(self) -> str:
        return f"{self.posting_id}"


class IndexedWords(models.Model):
    """The same words as the database searches them; it follows `PostingIndex` by itself.

    A view: on SQLite of a table of FTS5 that triggers keep, on PostgreSQL of a `tsvector` column.
    """

    posting = models.OneToOneField(
        Posting,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        related_name="indexed",
    )
    words = models.TextField()
    rank = models.FloatField()

    class Meta:
        managed = False
        db_table = "postings_words"

    def __str__(self) -> str:
        return f"{self.posting_id}"
