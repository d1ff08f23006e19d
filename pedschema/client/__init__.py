"""The client layer for Python: what an app needs beside the `realtime` package."""

from __future__ import annotations

__all__ = [
    "Applied",
    "Budget",
    "ClientError",
    "CountingSink",
    "Event",
    "Fault",
    "FaultError",
    "Name",
    "OtelSink",
    "Realtime",
    "Reason",
    "Refetcher",
    "Result",
    "Screen",
    "Settings",
    "Sink",
    "State",
    "Status",
    "StreamSink",
    "Subscription",
    "Surface",
    "Throttle",
    "TokenSource",
    "apply_change",
    "apply_counts",
    "apply_detail",
    "console_sinks",
    "count_delta",
]

from pedschema.client.changes import (
    Applied,
    Result,
    apply_change,
    apply_counts,
    apply_detail,
    count_delta,
)
from pedschema.client.client import ClientError, Realtime, Screen
from pedschema.client.connection import Settings, TokenSource
from pedschema.client.metrics import CountingSink, Event, Name, Sink, StreamSink, console_sinks
from pedschema.client.otel import OtelSink
from pedschema.client.refetch import Reason, Refetcher
from pedschema.client.status import Fault, FaultError, State, Status
from pedschema.client.subscription import Subscription
from pedschema.client.surface import Surface
from pedschema.client.throttle import Budget, Throttle
