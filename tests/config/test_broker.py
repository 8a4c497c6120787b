"""The count of messages in work, kept by kombu's own classes; only Redis itself is replaced."""

from types import SimpleNamespace

import pytest
import redis
from kombu.transport import redis as transport

from config import celery
from config.broker import PatientQoS


class Silent:
    """Acknowledgements time out."""

    def execute(self):
        raise redis.TimeoutError("Timeout reading from socket")


class Patient(PatientQoS):
    def _remove_from_indices(self, delivery_tag, pipe=None):
        return Silent()


@pytest.fixture
def in_work():
    """Two messages that a worker with two processes has taken."""
    counted = Patient(channel=SimpleNamespace(do_restore=True, closed=False), prefetch_count=2)
    counted._delivered.update({"first": object(), "second": object()})
    return counted


def test_a_worker_takes_messages_again_though_redis_was_not_told(in_work):
    assert not in_work.can_consume()

    for tag in ("first", "second"):
        with pytest.raises(redis.TimeoutError):
            in_work.ack(tag)

    assert in_work.can_consume()
    in_work._flush()
    assert not in_work._delivered


def test_what_is_done_after_the_connection_was_lost_is_not_acknowledged(in_work):
    """Kombu's own classes fail by whatever is None by then; the worker would end by that."""
    in_work.channel.closed = True

    in_work.ack("first")

    assert in_work.can_consume()


def test_a_worker_that_lost_its_connection_gives_nothing_back(in_work):
    """The channel here cannot do that either: there is no connection."""
    assert in_work.restore_unacked_once() is None


def test_workers_count_so():
    assert celery.app
    assert transport.Channel.QoS is PatientQoS
