from django.contrib import admin
from django.urls import include, path

from config import views
from connect import views as connect_views
from connect.safety import safety_feed, safety_json
from publishing.views_calendar import review_calendar
from publishing.views_objecting import review_objection

urlpatterns = [
    path("admin/", include("config.staff_urls")),  # before the admin, whose last pattern catches everything
    path("admin/", admin.site.urls),
    path("sign-off/", include("publishing.links.urls")),
    path("calendar/<str:key>.ics", review_calendar, name="review-calendar"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", connect_views.robots, name="robots"),
    path("sitemap.xml", connect_views.sitemap, name="sitemap"),
    path("feeds/safety.xml", safety_feed, name="safety-feed"),
    path("api/safety-notices.json", safety_json, name="safety-json"),
    path("review-objection/<str:signed>/", review_objection, name="review-objection"),
    path("glossary/", include("glossary.urls")),
    path("drugs/", include("drugs.urls")),
    path("references/", include("references.urls")),
    path("", include("edu.urls")),
]

handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
