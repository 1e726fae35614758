"""The door for the web server. Without a word about it, the strictest settings hold."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings.production")

application = get_wsgi_application()
