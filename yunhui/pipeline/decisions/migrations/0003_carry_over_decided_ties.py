"""What panels decided of ties before is carried over from the batches into records of their own."""

from datetime import datetime
from typing import Any

from django.db import migrations

def carry_over(apps: Any, editor: Any) -> None:
    """The decided ties of the batches that stand; those of discarded proposals were dropped with them."""
    batch_model, deliberation_model = apps.get_model("decisions", "Batch"), apps.get_model("decisions", "Deliberation")
    discussed, participant = apps.get_model("decisions", "Discussed"), apps.get_model("decisions", "Participant")
    users = apps.get_model("accounts", "User")
    for batch in batch_model.objects.filter(state__in=["proposed", "released"]).order_by("call_id", "number"):
        for number, one in enumerate(batch.notes.get("deliberations", []), 1):
            user = users.objects.filter(pk=one["by"]).first() if one["by"] else None
            at = datetime.fromisoformat(one["at"])
            row = deliberation_model.objects.create(
                call_id=batch.call_id,
                number=number,
                conclusion="ordered",
                reasons=one["reason"],
                held_at=at,
                recorded_at=at,
                recorded_by=user,
            )
            items = {str(item.application_id): item for item in batch.items.filter(application__in=one["places"])}
            for key, place in one["places"].items():
                item = items.get(key)
                discussed.objects.create(
                    deliberation=row,
                    application_id=key,
                    place=place,
                    rank=item.rank if item else None,
                    score=item.score if item else None,
                )
            if user:
                participant.objects.create(deliberation=row, user=user, capacity="leader")


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_deliberations_and_rankings")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
