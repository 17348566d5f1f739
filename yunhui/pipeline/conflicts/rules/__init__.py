"""What a conflict of interest is, and who keeps them."""

from yunhui.pipeline.conflicts.rules.addresses import PUBLIC_DOMAINS, address_key, house_of
from yunhui.pipeline.conflicts.rules.finding import Finding, findings
from yunhui.pipeline.conflicts.rules.names import may_be_one, name_keys
from yunhui.pipeline.conflicts.rules.organisations import Lookalikes, organisation_keys
from yunhui.pipeline.conflicts.rules.permits import can_declare, can_keep_conflicts
from yunhui.pipeline.conflicts.rules.sides import YEARS, Side, side_of_application, side_of_expert

__all__ = [
    "PUBLIC_DOMAINS",
    "YEARS",
    "Finding",
    "Lookalikes",
    "Side",
    "address_key",
    "can_declare",
    "can_keep_conflicts",
    "findings",
    "house_of",
    "may_be_one",
    "name_keys",
    "organisation_keys",
    "side_of_application",
    "side_of_expert",
]
