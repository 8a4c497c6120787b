"""What can be wrong with the answers of a route; each is a sentence for who reads the failure."""

from django.urls import reverse

from tests.permissions.readers import may_read, stands_on_an_invitation
from tests.permissions.routes import is_missing
from tests.permissions.world import ACTORS


def other_than_declared(answers, declared):
    """Statuses that differ from the file, and lines that only one of the two has."""
    for line in sorted(answers.keys() | declared.keys()):
        if line not in declared:
            yield f"{line}: no line in answers.txt"
        elif line not in answers:
            yield f"{line}: a line in answers.txt that nothing asks"
        else:
            for actor, answer in answers[line].items():
                if str(answer.status) != declared[line][actor]:
                    yield f"{line} {actor}: {answer.status}, declared {declared[line][actor]}"


def unlike_missing(answers):
    """What one may not see must look as if it did not exist."""
    for (method, label), by_actor in answers.items():
        missing = next((a for (m, o), a in answers.items() if m == method and is_missing(o)), None)
        for actor, answer in by_actor.items() if missing else ():
            if answer.status == 404 and answer.look != missing[actor].look:
                yield f"{method} {label} {actor}: tells it from what is missing"


def wrong_doors(route, answers):
    """Strangers are sent to sign in, on the API told how; nobody else is; nothing breaks."""
    sign_in = reverse("account_login")
    for line, by_actor in answers.items():
        for actor, answer in by_actor.items():
            to_sign_in = answer.headers.get("Location", "").startswith(sign_in)
            if answer.status >= 500:
                yield f"{line} {actor}: broke with {answer.status}"
            if answer.status == 401 and "WWW-Authenticate" not in answer.headers:
                yield f"{line} {actor}: 401 does not say how to sign in"
            if not (route.is_account or answer.status != 302 or to_sign_in == (actor == "anon")):
                yield f"{line} {actor}: sent to {answer.headers['Location']}"


def told_too_much(world, answers):
    """Sentinels in bodies, headers and mails whose readers do not include who got them."""
    for line, by_actor in answers.items():
        for actor, answer in by_actor.items():
            read = world.book.labels_in(answer.everything)
            told = sorted(label for label in read if not may_read(ACTORS[actor], label))
            if told:
                yield f"{line} {actor}: reads {', '.join(told)}"
            for mail in answer.mails:
                yield from (f"{line} {actor}: {found}" for found in _told_by_mail(world, mail))


def _told_by_mail(world, mail):
    reader = world.label_of_address.get(mail.recipient)
    for label in world.book.labels_in(f"{mail.subject} {mail.text}"):
        fine = may_read(reader, label) if reader else stands_on_an_invitation(label)
        if not fine:
            yield f"mails {label} to {reader or mail.recipient}"
