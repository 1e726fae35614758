#!/usr/bin/env python
"""Commands for whoever runs or builds the site."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings.development")
    execute_from_command_line(sys.argv)
