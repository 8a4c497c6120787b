"""`manage.py index_postings`: after the taxonomy was loaded, or where the index is in doubt."""

from typing import Any

from django.core.management.base import BaseCommand

from internships.postings.actions import index


class Command(BaseCommand):
    help = "Write the keyword index of all postings anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index.rebuild()} postings indexed.")
