from django.urls import path

from drugs import views, views_compare, views_groups, views_safety
from publishing.routes import page_routes

app_name = "drugs"
urlpatterns = [
    path("", views.index, name="index"),
    path("compare/", views_compare.compare, name="compare"),
    path("safety/", views_safety.safety, name="safety"),
    path("classes/", views_groups.classes, name="classes"),
    path("classes/<slug:slug>/", views_groups.one_class, name="class"),
    path("conditions/", views_groups.conditions, name="conditions"),
    path("conditions/<slug:slug>/", views_groups.one_condition, name="condition"),
    *page_routes("", views.drug_page, name="page", kind="drugpage", section="drugs"),
    # Last: whatever else somebody calls a medicine, "ácido zoledrónico".
    path("<str:words>/", views.find, name="find"),
]
