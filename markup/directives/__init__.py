"""Every `:::` block there is, one file each."""

from types import MappingProxyType

from markup.directives import (
    callout,
    care,
    details,
    do,
    dont,
    drug_codes,
    drug_facts,
    drug_notes,
    drug_table,
    figure,
    key_points,
    model,
    precautions,
    questions,
    regimens,
    resources,
    side_effects,
    warning,
)

DIRECTIVES = MappingProxyType(
    {
        module.DIRECTIVE.name: module.DIRECTIVE
        for module in (
            callout,
            care,
            details,
            do,
            dont,
            drug_codes,
            drug_facts,
            drug_notes,
            drug_table,
            figure,
            key_points,
            model,
            precautions,
            questions,
            regimens,
            resources,
            side_effects,
            warning,
        )
    }
)
