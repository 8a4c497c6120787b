"""Gunicorn's settings: `gunicorn -c platform/config/server.py`."""

import os

pythonpath = "platform"
wsgi_app = "config.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
