"""Events say when a one-time code was sent, and to which address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0006_overruled_wishes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="verb",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("edited", "edited"),
                    ("asked", "asked for approval"),
                    ("signed-off", "signed off"),
                    ("published", "published"),
                    ("withdrawn", "withdrawn"),
                    ("moved", "moved"),
                    ("reviewed", "reviewed"),
                    ("deleted", "deleted"),
                    ("settings", "site settings changed"),
                    ("revoked", "took back a request for approval"),
                    ("restored", "brought back an earlier text"),
                    ("scheduled", "set a time"),
                    ("unscheduled", "took back a set time"),
                    ("refused", "could not do at the set time"),
                    ("planned", "planned a review"),
                    ("objected", "objected to a review"),
                    ("proposed", "proposed a change of facts"),
                    ("held", "held back what a changed fact makes doubtful"),
                    ("released", "showed again what was held back"),
                    ("redaction-asked", "asked for redaction"),
                    ("redaction-refused", "refused a redaction"),
                    ("redacted", "redacted"),
                    ("register", "changed the reviewers' register"),
                    ("calendar", "changed the address of their review calendar"),
                    ("code-sent", "asked for a one-time code"),
                ],
                max_length=20,
            ),
        ),
    ]
