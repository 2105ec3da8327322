"""Every side effect names an effect of the vocabulary, and its own words for it go.

On the way back `key` needs something to start from before the words return to it, hence its default first.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drugs", "0003_vocabulary_of_effects")]

    operations = [
        migrations.AlterField(
            model_name="sideeffect",
            name="effect",
            field=models.ForeignKey(
                help_text="From the vocabulary.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stated",
                to="drugs.effect",
                verbose_name="effect",
            ),
        ),
        migrations.AlterField(
            model_name="sideeffect", name="key", field=models.CharField(default="", max_length=80, verbose_name="key")
        ),
        migrations.RemoveField(model_name="sideeffect", name="key"),
        migrations.RemoveField(model_name="sideeffect", name="name"),
        migrations.RemoveField(model_name="sideeffect", name="clinical_name"),
        migrations.RemoveField(model_name="sideeffect", name="definition"),
        migrations.AddConstraint(
            model_name="sideeffect",
            constraint=models.UniqueConstraint(fields=("drug", "effect"), name="one_side_effect_a_drug_and_effect"),
        ),
        migrations.AddConstraint(
            model_name="sideeffect",
            constraint=models.UniqueConstraint(
                fields=("drug_class", "effect"), name="one_side_effect_a_class_and_effect"
            ),
        ),
    ]
