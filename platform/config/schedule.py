"""What the clock does, and how often (seconds)."""

import os
from typing import Any

# Read before the settings are: celery starts with this module.
SWEEP_SECONDS = float(os.environ.get("JOB_SWEEP_SECONDS", "10"))

SCHEDULE: dict[str, dict[str, Any]] = {
    "resend jobs that wait": {"task": "foundation.sweep", "schedule": SWEEP_SECONDS},
    "forget what is past keeping": {"task": "foundation.tidy", "schedule": 3600.0},
    "expire postings past their deadline": {"task": "postings.keep_time", "schedule": 300.0},
    "expire invitations": {"task": "accounts.keep_time", "schedule": 3600.0},
    "forget what was shown in vain": {"task": "matching.keep_time", "schedule": 3600.0},
    "rank everything anew": {"task": "matching.nightly", "schedule": 86400.0},
}
