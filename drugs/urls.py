from django.urls import path

from drugs import views, views_safety
from publishing.routes import page_routes

app_name = "drugs"
urlpatterns = [
    path("", views.index, name="index"),
    path("compare/", views.compare, name="compare"),
    path("safety/", views_safety.safety, name="safety"),
    *page_routes("", views.drug_page, name="page", kind="drugpage", section="drugs"),
]
