"""What of ours the records of sources outside are compared with: the working copies of drugs and their products."""

from collections.abc import Collection

from drugs.drift import Ours
from drugs.models import Drug, Product, Regimen


def our_products(drug_ids: Collection[int] | None = None) -> list[Ours]:
    """Every product, and every drug by itself; of these drugs only, when they are named. Three queries."""
    drugs, products, regimens = Drug.objects.all(), Product.objects.all(), Regimen.objects.exclude(route="")
    if drug_ids is not None:
        drugs = drugs.filter(pk__in=drug_ids)
        products, regimens = products.filter(drug__in=drug_ids), regimens.filter(drug__in=drug_ids)
    routes: dict[tuple[int, int | None], set[str]] = {}
    for drug, product, route in regimens.values_list("drug", "product", "route"):
        routes.setdefault((drug, product), set()).add(route)
    rows = {drug.pk: _of_drug(drug) for drug in drugs.order_by("pk")}
    found = list(rows.values())
    for product in products.order_by("pk"):
        row = rows[product.drug_id]
        found.append(
            Ours(
                drug=row.drug,
                key=row.key,
                product=product.pk,
                brand=product.brand,
                strength=product.strength,
                region=product.region,
                set_id=product.spl_set_id,
                version=product.spl_version,
                dated=product.label_date,
                ndcs=tuple(product.ndc),
                marketing=product.marketing_status,
                rxnorm=product.rxnorm,
                manufacturer=product.manufacturer,
                routes=tuple(sorted(routes.get((row.drug, product.pk), ()))),
                drug_rxnorm=row.drug_rxnorm,
                unii=row.unii,
                names=row.names,
            )
        )
    return found


def _of_drug(drug: Drug) -> Ours:
    names = dict.fromkeys(name for name in (*drug.name.values(), drug.inn, drug.us_name) if name)
    return Ours(drug=drug.pk, key=drug.key, drug_rxnorm=drug.rxnorm, unii=drug.unii, names=tuple(names))
