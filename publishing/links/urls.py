from django.urls import path

from publishing.links import views

app_name = "sign_off"
urlpatterns = [
    path("<str:token>/", views.start, name="start"),
    path("<str:token>/code/", views.code, name="code"),
    path("<str:token>/page/", views.read, name="read"),
    path("<str:token>/done/", views.done, name="done"),
]
