"""The product's addresses, and the floor: a view that returns bytes from memory."""

from django.http import HttpResponse
from django.urls import include, path

kept: dict[str, object] = {"body": b"", "headers": {}}


def floor(request):
    """The bytes and headers in `kept`, and nothing else."""
    return HttpResponse(kept["body"], headers=kept["headers"])


urlpatterns = [path("floor/", floor), path("", include("config.urls"))]
