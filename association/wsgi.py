"""The door for the web server. Without a word about it, the strictest settings hold."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings.production")

application = get_wsgi_application()

# What is there now stays for the life of the process: whoever looks for garbage need not go through it each time.
gc.collect()
gc.freeze()
