from config.celery import app
from config.schedule import SCHEDULE


def test_everything_the_clock_calls_is_a_task():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in SCHEDULE.values()} - set(app.tasks) == set()
    assert SCHEDULE["forget what was shown in vain"]["task"] == "matching.keep_time"
