"""Changes records of the site, chosen at random: `python -m tests.core.killing.changes SEED`.

Every line of the input asks for so many changes; each is answered by a line with the ids of the records.
"""

import random
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from core.models import Record  # noqa: E402
from core.records.operations import touch  # noqa: E402
from tests.core.killing.models import Heard  # noqa: E402


def main(seed: str) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Heard)
    chance, records = random.Random(seed), list(Record.objects.order_by("pk"))
    print("ready", flush=True)
    for line in sys.stdin:
        changed = [chance.choice(records) for _ in range(int(line))]
        for record in changed:
            touch(record=record, by=None)
        print(*(record.pk for record in changed), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
