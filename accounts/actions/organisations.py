"""Enter an organisation, and edit what it says about itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from accounts.rules import organisations as rules
from accounts.text import tidy_domain, tidy_registration_number
from foundation.errors import RuleBroken, StaleVersion
from foundation.limits import within_limit

FACTS = (
    "name_en",
    "name_zh",
    "country",
    "registration_number",
    "email_domain",
    "park",
    "is_labour_agency",
)
DETAILS = ("website", "about_en", "about_zh", "region", "industry")
CREATED_PER_DAY = 10


class TooManyOrganisations(RuleBroken):
    rule = "too_many_organisations"


class FactsAreVerified(RuleBroken):
    """What was verified stays as it was verified."""

    rule = "facts_are_verified"


class DetailsRefused(RuleBroken):
    """The database would refuse it: no name, or a registration number that is taken."""

    rule = "details_refused"


def create(
    facts: Mapping[str, Any], *, kind: OrganisationKind, by: User, at: datetime
) -> Organisation:
    """Anybody may enter an organisation; they are its first administrator."""
    if not within_limit(
        f"create-organisation:{by.pk}", limit=CREATED_PER_DAY, per=timedelta(days=1), at=at
    ):
        raise TooManyOrganisations(_("You entered many organisations today. Try again tomorrow."))
    organisation = Organisation(kind=kind)
    with transaction.atomic():
        _write(organisation, facts)
        _save(organisation)
        Membership.objects.create(user=by, organisation=organisation, role=Role.ADMIN)
    return organisation


@transaction.atomic
def edit(
    organisation: Organisation, changes: Mapping[str, Any], *, by: User, version: int
) -> Organisation:
    """Write what changed, unless somebody saved since `version` was read.

    Raises
    ------
    StaleVersion
        Somebody else saved first.
    FactsAreVerified
        The change touches what was verified, and `by` is not who verifies.
    """
    current = Organisation.objects.locked(organisation.pk)
    if current.version != version:
        raise StaleVersion(
            _(
                "Somebody else changed this organisation in the meantime. "
                "Look at it, then try again."
            )
        )
    changed = _write(current, changes)
    if changed & set(FACTS) and not rules.can_edit_facts(by, current):
        raise FactsAreVerified(
            _(
                "Names, registration number, country, e-mail domain and park were handed in for "
                "verification. Ask who verifies you to change them."
            )
        )
    current.version += 1
    _save(current)
    return current


def _write(organisation: Organisation, values: Mapping[str, Any]) -> set[str]:
    """Set what is known and given. Returns the names of what became different."""
    tidied = _tidied(values, country=values.get("country", organisation.country))
    changed = {
        name
        for name in (*FACTS, *DETAILS)
        if name in tidied and getattr(organisation, name) != tidied[name]
    }
    for name in changed:
        setattr(organisation, name, tidied[name])
    return changed


def _tidied(values: Mapping[str, Any], *, country: str) -> dict[str, Any]:
    tidied = dict(values)
    if "email_domain" in tidied:
        tidied["email_domain"] = tidy_domain(tidied["email_domain"])
    if "registration_number" in tidied:
        number = tidy_registration_number(tidied["registration_number"] or "", country=country)
        tidied["registration_number"] = number or None
    return tidied


def _save(organisation: Organisation) -> None:
    _require_sensible_park(organisation)
    try:
        organisation.validate_constraints()
    except ValidationError as error:
        raise DetailsRefused(" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise DetailsRefused(
            _("An organisation with this registration number exists already.")
        ) from error


def _require_sensible_park(organisation: Organisation) -> None:
    if organisation.park is None:
        return
    is_company = organisation.kind == OrganisationKind.COMPANY
    if not is_company or organisation.park.kind != OrganisationKind.PARK:
        raise DetailsRefused(_("Only a company belongs to a science park."))
