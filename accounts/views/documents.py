"""Papers that show an organisation exists: for its administrators and for who verifies it."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions import documents
from accounts.forms.organisations import DocumentForm
from accounts.http import find_organisation, posted, require, signed_in
from accounts.models import VerificationDocument
from accounts.rules import organisations as rules
from foundation.uploads import as_attachment


def document_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    require(rules.can_add_documents(user, organisation))
    form = DocumentForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        documents.add(organisation, form.cleaned_data["file"], by=user, at=timezone.now())
        messages.success(request, _("The document is added."))
        return redirect("accounts:organisation-detail", pk=pk)
    page = {"form": form, "organisation": organisation}
    status = 422 if form.errors else 200
    return render(request, "accounts/document_add.html", page, status=status)


@require_safe
def document_download(request: HttpRequest, pk: int, document_pk: int) -> FileResponse:
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    visible = VerificationDocument.objects.visible_to(user).filter(organisation=organisation)
    document = get_object_or_404(visible, pk=document_pk)
    return as_attachment(
        document.file.open("rb"), name=document.original_name, media_type=document.media_type
    )
