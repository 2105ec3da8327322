from django.urls import path

from references import views

app_name = "references"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/", views.detail, name="detail"),
]
