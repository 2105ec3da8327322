"""What the model of a medicine gains; `effect` of a side effect stays empty until the next migration fills it."""

import django.db.models.deletion
from django.db import migrations, models

import publishing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("drugs", "0001_initial"),
        ("references", "0010_closeness_of_pairs"),
    ]

    operations = [
        migrations.CreateModel(
            name="CareNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("kidney", "kidneys and dose"),
                            ("monitoring", "what is checked during treatment"),
                            ("supplements", "supplements given with it"),
                        ],
                        max_length=20,
                        verbose_name="about",
                    ),
                ),
                ("words", publishing.fields.WordsField(default=dict, verbose_name="what patients read")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "note for care",
                "verbose_name_plural": "notes for care",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, unique=True, verbose_name="key")),
                ("name", publishing.fields.WordsField(default=dict, verbose_name="plain name")),
                ("clinical_name", publishing.fields.WordsField(blank=True, default=dict, verbose_name="clinical name")),
                (
                    "synonyms",
                    publishing.fields.WordsField(
                        blank=True,
                        default=dict,
                        help_text="Other words for it, one a line.",
                        verbose_name="also called",
                    ),
                ),
                ("definition", publishing.fields.WordsField(blank=True, default=dict, verbose_name="what it is")),
                ("snomed", models.CharField(blank=True, max_length=20, verbose_name="SNOMED CT")),
            ],
            options={
                "verbose_name": "effect",
                "verbose_name_plural": "effects",
                "ordering": ["key"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="product",
            name="one_product_a_brand_and_strength",
        ),
        migrations.RemoveConstraint(
            model_name="sideeffect",
            name="one_side_effect_a_drug_and_key",
        ),
        migrations.RemoveConstraint(
            model_name="sideeffect",
            name="one_side_effect_a_class_and_key",
        ),
        migrations.AddField(
            model_name="drug",
            name="inn",
            field=models.CharField(blank=True, max_length=100, verbose_name="international name (INN)"),
        ),
        migrations.AddField(
            model_name="drug",
            name="us_name",
            field=models.CharField(blank=True, max_length=100, verbose_name="name in the United States (USAN)"),
        ),
        migrations.AddField(
            model_name="drugclass",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                help_text="A wider class. Its side effects and precautions are not passed down: state them on each class.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="drugs.drugclass",
                verbose_name="part of",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="biosimilar",
            field=models.BooleanField(default=False, verbose_name="biosimilar"),
        ),
        migrations.AddField(
            model_name="product",
            name="label_date",
            field=models.DateField(blank=True, null=True, verbose_name="date of the label"),
        ),
        migrations.AddField(
            model_name="product",
            name="manufacturer",
            field=models.CharField(blank=True, max_length=200, verbose_name="manufacturer"),
        ),
        migrations.AddField(
            model_name="product",
            name="marketing_status",
            field=models.CharField(
                blank=True,
                choices=[("marketed", "sold now"), ("discontinued", "no longer made")],
                max_length=20,
                verbose_name="on the market",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="ndc",
            field=publishing.fields.LinesField(
                blank=True,
                default=list,
                help_text="One code a line, with its hyphens, such as 0078-0590-61.",
                verbose_name="NDC",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="nonproprietary_name",
            field=models.CharField(
                blank=True,
                help_text="For example “denosumab-bbdz”.",
                max_length=100,
                verbose_name="name without brand, with its suffix",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="region",
            field=models.CharField(
                blank=True,
                choices=[
                    ("US", "United States"),
                    ("CA", "Canada"),
                    ("MX", "Mexico"),
                    ("EU", "European Union"),
                    ("GB", "United Kingdom"),
                    ("AU", "Australia"),
                ],
                max_length=2,
                verbose_name="sold in",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="spl_set_id",
            field=models.CharField(
                blank=True,
                help_text="Names the label at DailyMed, whatever its version.",
                max_length=36,
                verbose_name="SPL set id",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="spl_version",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="version of the label"),
        ),
        migrations.AddField(
            model_name="regimen",
            name="confirmed_dose",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="unusual dose confirmed"),
        ),
        migrations.AddField(
            model_name="regimen",
            name="infusion_time",
            field=publishing.fields.WordsField(blank=True, default=dict, verbose_name="how long an infusion takes"),
        ),
        migrations.AddField(
            model_name="regimen",
            name="max_daily_unit",
            field=models.CharField(blank=True, max_length=20, verbose_name="unit of the most in one day"),
        ),
        migrations.AddField(
            model_name="regimen",
            name="max_daily_value",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="most in one day"
            ),
        ),
        migrations.AddField(
            model_name="regimen",
            name="population",
            field=publishing.fields.WordsField(blank=True, default=dict, verbose_name="who it is for"),
        ),
        migrations.AddField(
            model_name="sideeffect",
            name="affected",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="people who have it"),
        ),
        migrations.AddField(
            model_name="sideeffect",
            name="out_of",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="out of"),
        ),
        migrations.AlterField(
            model_name="drug",
            name="name",
            field=publishing.fields.WordsField(
                default=dict, help_text="The generic name that pages use, in each language.", verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="regimen",
            name="route",
            field=models.CharField(
                blank=True,
                choices=[
                    ("oral", "by mouth"),
                    ("sublingual", "under the tongue"),
                    ("buccal", "between the gum and the cheek"),
                    ("intravenous", "into a vein (IV)"),
                    ("subcutaneous", "injection under the skin"),
                    ("intramuscular", "injection into a muscle"),
                    ("intradermal", "injection into the skin"),
                    ("intrathecal", "injection into the fluid around the spine"),
                    ("epidural", "injection beside the spine"),
                    ("intra-articular", "injection into a joint"),
                    ("topical", "on the skin"),
                    ("transdermal", "patch on the skin"),
                    ("inhalation", "breathed in"),
                    ("nasal", "in the nose"),
                    ("ophthalmic", "in the eye"),
                    ("otic", "in the ear"),
                    ("rectal", "in the rectum"),
                    ("vaginal", "in the vagina"),
                    ("intravesical", "into the bladder"),
                ],
                max_length=20,
                verbose_name="how it is given",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                fields=("drug", "brand", "strength", "region"), name="one_product_a_brand_strength_and_region"
            ),
        ),
        migrations.AddField(
            model_name="carenote",
            name="drug",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="drugs.drug"),
        ),
        migrations.AddField(
            model_name="carenote",
            name="references",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="references.reference", verbose_name="sources"
            ),
        ),
        migrations.AddField(
            model_name="sideeffect",
            name="effect",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stated",
                to="drugs.effect",
                verbose_name="effect",
            ),
        ),
    ]
