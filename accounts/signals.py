"""What this floor announces to the house. Listeners live in other apps' `receivers.py`."""

from django.dispatch import Signal

profile_changed = Signal()  # facts: profile_id: int
organisation_moved = Signal()  # facts: organisation_id: int, target: str
organisation_merged = Signal()  # facts: duplicate_id: int, organisation_id: int
acceptance_moved = (
    Signal()
)  # facts: acceptance_id: int, university_id: int, company_id: int, target: str
