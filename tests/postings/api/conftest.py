import pytest
from rest_framework.test import APIClient

from accounts.enums import Role
from tests.factories import MembershipFactory


@pytest.fixture
def as_():
    """A client of the API, signed in."""

    def sign_in(user):
        client = APIClient()
        client.force_authenticate(user)
        return client

    return sign_in


@pytest.fixture
def editor():
    return MembershipFactory(role=Role.RECRUITER)
