"""Changes what is found of records, chosen at random: `python -m tests.search.killing.changes SEED`.

Every line of the input asks for so many changes; each is answered by a line when they are made.
"""

import random
import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from core.models import Record, Title  # noqa: E402
from core.records.operations import set_audience, touch  # noqa: E402
from search.registry import kinds  # noqa: E402
from tests.core.killing.models import Heard  # noqa: E402


@transaction.atomic
def change(record: Record, chance: random.Random, number: int) -> None:
    """Another title, which others may bear too; or no readers; or all of them."""
    way = chance.randrange(4)
    if way == 0:
        set_audience(record=record, tokens=[], by=None)
    elif way == 1:
        set_audience(record=record, tokens=["public"], by=None)
    else:
        Title.objects.filter(record=record, language="en").update(text=f"Synthetic {number}")
    touch(record=record, by=None)


def main(seed: str) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Heard)
    chance, records = random.Random(seed), list(Record.objects.filter(kind__in=kinds()).order_by("pk"))
    print("ready", flush=True)
    number = 0
    for line in sys.stdin:
        for _ in range(int(line)):
            number += 1
            change(chance.choice(records), chance, number)
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
