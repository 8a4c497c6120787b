import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.enums import Role
from matching.actions import runs
from tests.factories import MembershipFactory


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        yield


@pytest.fixture
def as_():
    """A client of the API, signed in."""

    def sign_in(user):
        client = APIClient()
        client.force_authenticate(user)
        return client

    return sign_in


@pytest.fixture
def world(network, work_off):
    network.ros, network.law = network.skill("ros"), network.skill("patent law")
    network.profile = network.student(network.ros, statement="I build robots in spare time.")
    network.robots = network.posting(network.ros, title_en="Robots that weld")
    network.lawyers = network.posting(network.law, title_en="Patents that hold")
    network.recruiter = MembershipFactory(organisation=network.company, role=Role.RECRUITER).user
    network.coordinator = MembershipFactory(
        organisation=network.university, role=Role.COORDINATOR
    ).user
    runs.request_run(by=None, reason="test")
    work_off()
    return network
