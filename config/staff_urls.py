"""Every address that only staff may open, besides the stock admin's own."""

from django.urls import path

from connect.binder.views import binder_json, binder_pdf
from drugs.picking import complete_drug, pick_drug
from drugs.staff import safety
from drugs.staff.proposals import proposal
from drugs.staff.safety_preview import preview as safety_preview
from drugs.staff.tables import drug_tables, drug_tables_file, drug_tables_report, drug_tables_result
from edu.numbers import numbers
from publishing.staff.approving import approve
from publishing.staff.asking import ask, asked
from publishing.staff.autosaving import autosave
from publishing.staff.changes import affected_by, change, changes, prepare
from publishing.staff.history import compare, restore
from publishing.staff.load import load_export
from publishing.staff.my_calendar import my_calendar
from publishing.staff.picking import pick_page, pick_term
from publishing.staff.planning import assign_reviews, plan_reviews
from publishing.staff.press_steps import cancel_time, move, publish, withdraw
from publishing.staff.previewing import issues, preview, uploads_are_off
from publishing.staff.redacting import ask_redaction, decide_redaction, redactions
from publishing.staff.reviewing import review, review_attachment, review_several
from publishing.staff.showing import as_patient
from publishing.staff.taking_over import take_over
from references.importing_pages import import_references, import_report, import_result
from references.picking import pick_reference
from references.staff.duplicates import duplicates
from references.staff.merging import merge

app_name = "staff"
urlpatterns = [
    path("preview/", preview, name="preview"),  # settings.MARKDOWNX_URLS_PATH
    path("preview/issues/", issues, name="issues"),
    path("uploads-are-off/", uploads_are_off, name="uploads-are-off"),  # settings.MARKDOWNX_UPLOAD_URLS_PATH
    path("pick/references/", pick_reference, name="pick-reference"),
    path("pick/drugs/", pick_drug, name="pick-drug"),
    path("complete/drugs/", complete_drug, name="complete-drug"),
    path("pick/pages/", pick_page, name="pick-page"),
    path("pick/terms/", pick_term, name="pick-term"),
    path("references/import/", import_references, name="import-references"),
    path("references/import/<uuid:pk>/", import_result, name="import-result"),
    path("references/import/<uuid:pk>/report.<str:ending>", import_report, name="import-report"),
    path("drugs/tables/", drug_tables, name="drug-tables"),
    path("drugs/tables/<slug:table>.<str:ending>", drug_tables_file, name="drug-tables-file"),
    path("drugs/tables/import/<uuid:pk>/", drug_tables_result, name="drug-tables-result"),
    path("drugs/tables/import/<uuid:pk>/report.csv", drug_tables_report, name="drug-tables-report"),
    path("reviews/load.csv", load_export, name="load-export"),
    path("references/duplicates/", duplicates, name="duplicates"),
    path("references/<int:one>/merge/<int:other>/", merge, name="merge-references"),
    path("drugs/differences/<int:pk>/", proposal, name="proposal"),
    path("safety/", safety.notices, name="safety-notices"),
    path("safety/drugs/<int:pk>/raise/", safety.raise_notice, name="safety-raise"),
    path("safety/drugs/<int:pk>/preview/", safety_preview, name="safety-preview"),
    path("safety/<int:pk>/", safety.notice, name="safety-notice"),
    path("safety/<int:pk>/reword/", safety.reword, name="safety-reword"),
    path("safety/<int:pk>/confirm/", safety.confirm, name="safety-confirm"),
    path("safety/<int:pk>/end/", safety.end, name="safety-end"),
    path("safety/<int:pk>/longer/", safety.longer, name="safety-longer"),
    path("pages/autosave/", autosave, name="autosave"),
    path("reviews/attachments/<int:pk>/", review_attachment, name="review-attachment"),
    path("pages/review/", review_several, name="review-several"),
    path("calendar/", my_calendar, name="my-calendar"),
    path("pages/plan/", plan_reviews, name="plan-reviews"),
    path("pages/assign/", assign_reviews, name="assign-reviews"),
    path("pages/<int:pk>/redact/", ask_redaction, name="ask-redaction"),
    path("redactions/", redactions, name="redactions"),
    path("redactions/<int:pk>/", decide_redaction, name="redaction"),
    path("pages/<int:pk>/affected/", affected_by, name="affected"),
    path("changes/", changes, name="changes"),
    path("changes/<int:pk>/", change, name="change"),
    path("changes/<int:pk>/prepare/", prepare, name="prepare-change"),
    path("pages/<int:pk>/as-patient/", as_patient, name="as-patient"),
    path("topics/<int:pk>/numbers/", numbers, name="numbers"),
    path("pages/<int:pk>/ask/", ask, name="ask"),
    path("pages/<int:pk>/asked/", asked, name="asked"),
    path("pages/<int:pk>/approve/", approve, name="approve"),
    path("pages/<int:pk>/publish/", publish, name="publish"),
    path("pages/<int:pk>/withdraw/", withdraw, name="withdraw"),
    path("pages/<int:pk>/cancel-time/<slug:does>/", cancel_time, name="cancel-time"),
    path("pages/<int:pk>/compare/", compare, name="compare"),
    path("pages/<int:pk>/restore/<slug:which>/", restore, name="restore"),
    path("pages/<int:pk>/take-over/<int:comment>/", take_over, name="take-over"),
    path("pages/<int:pk>/move/", move, name="move"),
    path("pages/<int:pk>/review/", review, name="review"),
    path("pages/<int:pk>/audit.pdf", binder_pdf, name="binder-pdf"),
    path("pages/<int:pk>/audit.json", binder_json, name="binder-json"),
]
