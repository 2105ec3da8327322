from django.urls import path

from edu import views
from publishing.routes import page_routes

app_name = "edu"
urlpatterns = [
    path("", views.home, name="home"),
    *page_routes("topics/", views.topic, name="topic", kind="topic", section="topics"),
    path("topics/<slug:slug>/references/", views.topic_references, name="topic-references"),
    *page_routes("articles/", views.article, name="article", kind="article", section="topics"),
]
