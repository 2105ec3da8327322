"""How much of each live edition cites evidence. New editions are counted when they are published; here, those that are live."""

import django.db.models.deletion
from django.db import migrations, models

from references.models.coverage import counts_of
from references.uncited import RULE, places_of

PORTION = 100


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    coverage = apps.get_model("references", "Coverage").objects.using(alias)
    live = apps.get_model("publishing", "Publication").objects.using(alias).filter(edition__isnull=False)
    editions = apps.get_model("publishing", "Edition").objects.using(alias).filter(pk__in=live.values("edition"))
    last = 0
    while rows := list(
        editions.filter(pk__gt=last).only("html", "outline", "facts", "language").order_by("pk")[:PORTION]
    ):
        counted = [
            (row.pk, places_of(html=row.html, outline=row.outline, facts=row.facts, language=row.language))
            for row in rows
        ]
        coverage.bulk_create(coverage.model(edition_id=pk, rule=RULE, **counts_of(places)) for pk, places in counted)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0009_citation_style"),
        ("references", "0005_status_history_and_evidence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="coverage",
                        serialize=False,
                        to="publishing.edition",
                    ),
                ),
                ("rule", models.PositiveSmallIntegerField(default=1)),
                ("sections", models.PositiveIntegerField(default=0, verbose_name="sections")),
                ("sections_cited", models.PositiveIntegerField(default=0)),
                ("cells", models.PositiveIntegerField(default=0, verbose_name="cells of drug tables")),
                ("cells_cited", models.PositiveIntegerField(default=0)),
                ("effects", models.PositiveIntegerField(default=0, verbose_name="side effects and precautions")),
                ("effects_cited", models.PositiveIntegerField(default=0)),
                ("regimens", models.PositiveIntegerField(default=0, verbose_name="doses and timings")),
                ("regimens_cited", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "evidence coverage",
                "verbose_name_plural": "evidence coverage",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cells_cited__lte", models.F("cells")),
                            ("effects_cited__lte", models.F("effects")),
                            ("regimens_cited__lte", models.F("regimens")),
                            ("sections_cited__lte", models.F("sections")),
                        ),
                        name="coverage_cites_no_more_than_there_is",
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
