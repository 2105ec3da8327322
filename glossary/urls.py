from django.urls import path

from glossary import views
from glossary.models import as_sentence
from publishing.routes import page_routes

app_name = "glossary"
urlpatterns = [
    path("", views.index, name="index"),
    *page_routes(
        "",
        views.term,
        name="term",
        kind="term",
        section="glossary",
        summary_of=lambda source: as_sentence(source["definition"]),
    ),
]
