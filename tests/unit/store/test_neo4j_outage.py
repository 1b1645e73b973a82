"""After a failure callers fail at once; one of them tries again after a pause."""

import threading

import pytest

from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.store.neo4j_outage import CircuitBreaker


def fail(breaker: CircuitBreaker) -> None:
    with pytest.raises(StoreUnavailable, match="gone"), breaker.guard():
        raise StoreUnavailable("gone")


def test_nobody_tries_again_within_the_pause() -> None:
    breaker = CircuitBreaker(pause=3600)
    fail(breaker)
    tried = []
    with pytest.raises(StoreUnavailable, match="gone"), breaker.guard():
        tried.append(1)
    assert tried == []


def test_while_one_tries_after_the_pause_the_others_fail_at_once() -> None:
    breaker = CircuitBreaker(pause=0.05)
    fail(breaker)
    threading.Event().wait(0.06)
    breaker.pause = 3600
    with breaker.guard(), pytest.raises(StoreUnavailable, match="gone"), breaker.guard():
        pytest.fail("two try at a time")
    with breaker.guard():
        pass


def test_what_the_store_refuses_is_no_outage() -> None:
    breaker = CircuitBreaker(pause=3600)
    with pytest.raises(StoreError), breaker.guard():
        raise StoreError("refused")
    with breaker.guard():
        pass
