"""What the server does with each operation about promotions: plans here, stores in stores.py."""

from backend.promotions import plans, stores
from backend.sync.registry import Command, Facts

COMMANDS: dict[str, Command] = {**plans.COMMANDS, **stores.COMMANDS}
FACTS: dict[str, Facts] = stores.FACTS
