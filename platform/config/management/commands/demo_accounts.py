from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from config.demo.people import LOGINS, PASSWORD, is_seeded


class Command(BaseCommand):
    help = "Show with which accounts one can look at the demo."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_seeded():
            self.stdout.write(_("There is no demo here yet: run seed_demo first."))
            return
        rows = [(_("role"), _("e-mail"), _("reads"), _("password"))]
        rows += [(str(each.role), each.email, each.reads, PASSWORD) for each in LOGINS]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
