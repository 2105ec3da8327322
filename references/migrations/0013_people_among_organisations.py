"""Records that a rule learnt since would mend are marked, so that the list's filter finds them: people typed without a comma."""

from datetime import date

from django.db import migrations

from references.requirements import problems_of

PORTION = 500


def mark(apps, schema_editor):
    reference = apps.get_model("references", "Reference")
    rows = reference.objects.filter(has_problems=False, merged_into=None).values_list("pk", "csl").order_by("pk")
    today, found = date.today(), []
    for pk, record in rows.iterator(PORTION):
        if any(problem.code == "person" for problem in problems_of(record, today=today)):
            found.append(pk)
    for start in range(0, len(found), PORTION):
        reference.objects.filter(pk__in=found[start : start + PORTION]).update(has_problems=True)


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0012_coverage_by_rule_2"),
    ]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
