"""What the mails about safety notices say: {"subject", "words", "link" (a path), "link_words"}. Rows come with their drug and
people; nothing is looked up here. The text of a notice is never in a mail: it is read where it is decided."""

from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.moments import in_words


def asking(notice) -> dict[str, str]:
    """Somebody raised a notice and waits for a second person."""
    return {
        "subject": _("Urgent, please confirm: %(notice)s") % {"notice": notice},
        "words": _(
            "%(who)s raised a safety notice about %(drug)s (%(kind)s). Readers see it as soon as a second person confirms it. "
            "If nobody does until %(until)s, it lapses."
        )
        % {
            "who": notice.raised_by.get_display_name(),
            "drug": notice.drug.title,
            "kind": notice.get_kind_display(),
            "until": in_words(min(notice.lapses_at, notice.ends_at)),
        },
        "link": reverse("staff:safety-notice", args=[notice.pk]),
        "link_words": _("Read it, and confirm or refuse"),
    }


def asking_longer(step) -> dict[str, str]:
    """Somebody wants a notice to be shown for longer."""
    return {
        "subject": _("Please confirm: show a safety notice for longer (%(notice)s)") % {"notice": step.notice},
        "words": _(
            "%(who)s asks for it to be shown until %(until)s: “%(reason)s” Without a second person it goes before."
        )
        % {"who": step.name, "until": in_words(step.until), "reason": step.reason},
        "link": reverse("staff:safety-notice", args=[step.notice_id]),
        "link_words": _("Read it, and confirm or refuse"),
    }


def telling(step) -> dict[str, str]:
    """What became of a notice."""
    said = {
        "confirmed": _("%(who)s confirmed it. Readers see it from the next page they open."),
        "refused": _("%(who)s refused it: “%(reason)s” Readers saw nothing of it."),
        "taken-back": _("%(who)s took it back before it was confirmed: “%(reason)s”"),
        "lapsed": _(
            "Nobody confirmed it in time, so it lapsed. Readers saw nothing of it. Raise it again if it is needed."
        ),
        "ended": _("%(who)s ended it: “%(reason)s” Readers do not see it any more."),
        "prolonged": _("%(who)s agreed that it is shown until %(until)s."),
        "longer-refused": _("%(who)s refused to prolong it: “%(reason)s” It goes when it was going to."),
    }[step.kind]
    return {
        "subject": _("Safety notice %(what)s: %(notice)s") % {"what": step.get_kind_display(), "notice": step.notice},
        "words": said % {"who": step.name, "reason": step.reason, "until": in_words(step.until) if step.until else ""},
        "link": reverse("staff:safety-notice", args=[step.notice_id]),
        "link_words": _("Open the notice"),
    }
