"""The WSGI application that the server runs."""

import gc
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from cairn.storage.memory import give_back_memory
from cairn.web.turns import Application, BeforeWork, InTurns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.settings")
if "CAIRN_WORKER" in os.environ:
    # structlog loads rich where it finds it, for consoles that no server writes to: 4 MB each
    sys.modules["rich"] = None  # type: ignore[assignment]
application: Application = get_wsgi_application()

if connection.vendor == "sqlite":
    application = InTurns(application)

if settings.WORKER:
    from cairn.jobs.serving import start_beside
    from cairn.schedule import new_worker

    application = BeforeWork(application)
    start_beside(new_worker())

# What was loaded stays; looking through all of it again and again finds no rubbish
gc.collect()
gc.freeze()
give_back_memory()
