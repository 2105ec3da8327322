"""Every live page gets the day it is due, also those nobody has reviewed, and its risk tier."""

import calendar

from django.db import migrations

MONTHS = {"medicine": 12, "treatment": 24, "background": 36}


def months_after(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def fill(apps, schema_editor):
    publications = apps.get_model("publishing", "Publication")
    settings = apps.get_model("publishing", "SiteSettings").objects.first()
    for row in publications.objects.select_related("page").iterator():
        row.risk_tier = row.page.risk_tier
        if row.edition_id:
            months = getattr(settings, f"months_{row.risk_tier}", MONTHS.get(row.risk_tier, 24))
            row.due_on = row.next_review_on or months_after(row.first_published_at.date(), months)
        row.save(update_fields=["risk_tier", "due_on"])


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_the_press")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
