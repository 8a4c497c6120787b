"""Signing up: allauth's page, in one transaction."""

from allauth.account.views import signup
from django.db import transaction

# All or nothing: never a person without their address. And one commit, as for an address that is
# known already, so that the time it takes tells nothing.
sign_up = transaction.atomic(signup)
