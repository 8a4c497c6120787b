"""The Celery application: `PYTHONPATH=platform celery -A config worker --beat`."""

import os

from celery import Celery

from config.broker import outlive_silence
from config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

outlive_silence()
app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
