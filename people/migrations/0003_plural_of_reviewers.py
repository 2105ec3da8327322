"""The plural of reviewers reads after a number too: "3 reviewers without an account"."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0002_register_and_teams")]

    operations = [
        migrations.AlterModelOptions(
            name="reviewer",
            options={
                "ordering": ["name", "pk"],
                "verbose_name": "reviewer without an account",
                "verbose_name_plural": "reviewers without an account",
            },
        ),
    ]
