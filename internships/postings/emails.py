"""The mails about postings, each in its reader's language, by the outbox."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.mail import queue_mail
from internships.postings.models import Posting
from internships.postings.models.posting import EDITORS

Words = Callable[[Posting], tuple[str, str]]


def forgotten(posting: Posting) -> None:
    """60 days without a change."""
    _tell(posting, _forgotten_words)


def paused_by_clock(posting: Posting) -> None:
    _tell(posting, _paused_words)


def expired(posting: Posting) -> None:
    _tell(posting, _expired_words)


def sent_back(posting: Posting, *, reason: str) -> None:
    """Why a posting is a draft again."""

    def words(posting: Posting) -> tuple[str, str]:
        subject = _("Sent back: %s") % posting.title
        text = _("Your posting “%(title)s” was sent back for this reason:\n\n%(reason)s")
        return subject, text % {"title": posting.title, "reason": reason}

    _tell(posting, words)


def _forgotten_words(posting: Posting) -> tuple[str, str]:
    subject = _("Is this posting still true? %s") % posting.title
    text = _(
        "Nobody has changed the posting “%(title)s” for a long time. Open it and save it to say"
        " that it is still true. If nothing happens it will be paused."
    )
    return subject, text % {"title": posting.title}


def _paused_words(posting: Posting) -> tuple[str, str]:
    subject = _("Paused: %s") % posting.title
    text = _(
        "Nobody has changed the posting “%(title)s” for so long that it was paused. It takes no"
        " applications until you resume it."
    )
    return subject, text % {"title": posting.title}


def _expired_words(posting: Posting) -> tuple[str, str]:
    subject = _("Deadline past: %s") % posting.title
    text = _("The deadline of “%(title)s” is past. It takes no more applications.")
    return subject, text % {"title": posting.title}


def _tell(posting: Posting, words: Words) -> None:
    for person in readers(posting):
        with translation.override(person.language):
            subject, text = words(posting)
        queue_mail(to=person.email, subject=subject, text=text)


def readers(posting: Posting) -> list[User]:
    """The contact, if still a member; else everybody who may edit the posting."""
    members = User.objects.speaking_for(posting.owner_id)
    contact = members.filter(pk=posting.contact_id) if posting.contact_id else members.none()
    editors = User.objects.speaking_for(posting.owner_id, *EDITORS)
    return list(contact) or list(editors.order_by("pk"))
