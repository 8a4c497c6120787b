"""Settings for the test suite: offline and deterministic."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, env

SECRET_KEY = "for-tests-only"
if "DATABASE_URL" not in env.ENVIRON:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # it would outlive its test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO_ALLOWED = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
VAR = Path(tempfile.mkdtemp(prefix="synnet-test-"))
MEDIA_ROOT = VAR / "media"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir()
MATCHING_ROOT = VAR / "runs"
CELERY_BROKER_URL = "memory://"
WHITENOISE_AUTOREFRESH = True  # otherwise every test client reads the whole static folder
