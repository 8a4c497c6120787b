"""Whose postings the lines are."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import entering
from accounts.enums import OrganisationKind
from accounts.imports.cells import BadCell
from accounts.models import Organisation, User
from internships.postings import rules
from internships.postings.actions.opening import OWNERS
from internships.postings.enums import PostingKind
from internships.postings.imports.texts import is_chinese


@dataclass
class Owners:
    """Finds organisations by name, and enters those that are new; `only` owns every line."""

    by: User
    only: Organisation | None = None
    vouched: bool = False
    entered: list[str] = field(default_factory=list)

    def of(self, name: str, kind: PostingKind) -> Organisation:
        found = self.only or self._named(name, OWNERS[kind])
        if found is None:
            return self._enter(name, OWNERS[kind])
        if not (self.by.is_platform_admin or rules.can_create(self.by, found)):
            raise BadCell(_("You may not post for “%s”.") % found)
        return found

    def _named(self, name: str, kind: OrganisationKind) -> Organisation | None:
        if not name:
            raise BadCell(_("The line names no owner."))
        called = Organisation.objects.filter(Q(name_en__iexact=name) | Q(name_zh=name))
        return called.filter(kind=kind).order_by("pk").first()

    def _enter(self, name: str, kind: OrganisationKind) -> Organisation:
        enter = entering.enter_verified if self.vouched else entering.enter
        made = enter(name, kind=kind, by=self.by, chinese=is_chinese(name))
        if name not in self.entered:
            self.entered.append(name)
        return made
