from typing import Any

from django.core.management.base import BaseCommand

from articles.workflow import rebuild_listings


class Command(BaseCommand):
    help = "Make every listing anew from editions and recorded steps, search vectors included, while readers go on."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild_listings()} listings.")
