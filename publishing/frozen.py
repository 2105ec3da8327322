"""Rows that are written once: the Python half of the promise. The database half is in triggers.py.

The guard here gives a clear error early. It cannot close every door (save_base, upserts, raw SQL), so it is never the
only one: each frozen table also has triggers.
"""

from django.db import models


class FrozenError(Exception):
    """Something tried to change or delete a row that is part of the record of what patients read and who approved it."""


class FrozenQuerySet(models.QuerySet):
    def _refuse(self, what: str):
        raise FrozenError(f"{self.model._meta.verbose_name} rows are written once: {what} is refused")

    def update(self, **kwargs):
        self._refuse("update")

    def _update(self, values, returning_fields=None):
        self._refuse("update")

    def delete(self):
        self._refuse("delete")

    delete.alters_data = True
    delete.queryset_only = True

    def _raw_delete(self, using):
        self._refuse("delete")

    def bulk_update(self, objs, fields, batch_size=None):
        self._refuse("bulk_update")

    def bulk_create(self, objs, *args, **kwargs):
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts") or any(args[1:3]):
            self._refuse("bulk_create that resolves conflicts")
        return super().bulk_create(objs, *args, **kwargs)

    def update_or_create(self, defaults=None, create_defaults=None, **kwargs):
        self._refuse("update_or_create")


FrozenManager = models.Manager.from_queryset(FrozenQuerySet)


class FrozenModel(models.Model):
    """Base of every insert-only table. Subclasses write `class Meta(FrozenModel.Meta)`, which keeps the base manager.

    `emptied_by_redaction` names the columns that the one allowed transition empties, `set_by_redaction` those it fills in;
    both stay () where no redaction is possible. triggers.py turns them into SQL.
    """

    emptied_by_redaction: tuple[str, ...] = ()
    set_by_redaction: tuple[str, ...] = ()

    objects = FrozenManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise FrozenError(f"{self._meta.verbose_name} {self.pk} is written once: saving it again is refused")
        kwargs["force_insert"] = True
        super().save(**kwargs)

    def delete(self, *args, **kwargs):
        raise FrozenError(f"{self._meta.verbose_name} {self.pk} is part of the record: deleting it is refused")
