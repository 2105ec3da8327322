from django.urls import path

from drugs import views

app_name = "drugs"
urlpatterns = [
    path("", views.index, name="index"),
    path("compare/", views.compare, name="compare"),
    path("<slug:slug>/", views.drug_page, name="page"),
]
