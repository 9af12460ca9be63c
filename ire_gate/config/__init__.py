"""Settings: their meaning, their limits and where they come from."""

from ire_gate.config.loading import load_settings
from ire_gate.config.profiles import profile_from
from ire_gate.config.settings import Settings
from ire_gate.config.tags import refuse_person_tags, tags_from

__all__ = ["Settings", "load_settings", "profile_from", "refuse_person_tags", "tags_from"]
