"""What postings announce to the house. Listeners live in other apps' `receivers.py`."""

from django.dispatch import Signal

posting_changed = Signal()  # facts: posting_id: int
posting_moved = Signal()  # facts: posting_id: int, source: str, target: str
posting_opened = Signal()  # facts: posting_id: int, user_id: int, came_from: str
posting_saved = Signal()  # facts: posting_id: int, user_id: int
interest_changed = Signal()  # facts: posting_id: int, profile_id: int
