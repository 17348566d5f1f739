"""Commands on notices: writing them, releasing or discarding them, delivering them, and what readers do with them."""

from yunhui.foundation.notices.services.writing import call_off, write_notice, write_to_address

__all__ = ["call_off", "write_notice", "write_to_address"]
