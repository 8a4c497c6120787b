"""`manage.py api_token EMAIL`: print a new key to the API."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions.tokens import create_token
from accounts.models import User
from foundation.errors import RuleBroken

MOST_DAYS = 3650


class Command(BaseCommand):
    help = "Make an API token for a person and print it; it cannot be read again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="made on the command line")
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *, email: str, name: str, days: int, **options: Any) -> None:
        user = User.objects.active().filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"There is no active person with the e-mail {email}.")
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days must be between 1 and {MOST_DAYS}.")
        try:
            _token, text = create_token(user, name=name[:100], days=days)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(text)
