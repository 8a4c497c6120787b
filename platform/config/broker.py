"""What a worker on Redis needs to outlive a Redis that is silent for a while."""

from typing import Any

from kombu.transport import redis, virtual


class PatientQoS(redis.QoS):
    """Counts a message as done even where Redis cannot be told so, and gives none back.

    Kombu counts it as being worked on for ever: after as many failed acknowledgements as it has
    processes, a worker takes no message any more, and says nothing. Redis hands such a message out
    again once its visibility timeout is over; its job is done then, and it changes nothing.

    When its connection is lost, kombu tries to give back what it holds, and to acknowledge what is
    done after that, over a connection that is closed already; the worker ends by either. Jobs are
    rows, and the sweeper sends messages anew.
    """

    restore_at_shutdown = False

    def ack(self, delivery_tag: Any) -> None:
        try:
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]
        except BaseException:
            virtual.QoS.ack(self, delivery_tag)  # type: ignore[no-untyped-call]
            if not self.channel.closed:
                raise


def outlive_silence() -> None:
    """From now on, workers of this process count so."""
    redis.Channel.QoS = PatientQoS
