"""Metrics for OpenTelemetry: `OtelSink(opentelemetry.metrics.get_meter("app"))`."""

from __future__ import annotations

__all__ = ["Meter", "OtelSink"]

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.client.metrics import Event, Value

SYSTEM = "supabase_realtime"
TIMES = ("ms", "lived_ms")
_NAMES = {"topic": "messaging.destination.template", "code": "error.type"}


class Meter(Protocol):
    """What is needed of OpenTelemetry's meter."""

    def create_counter(self, name: str, unit: str = "", description: str = "") -> Any:
        """Return an instrument that counts."""

    def create_histogram(self, name: str, unit: str = "", description: str = "") -> Any:
        """Return an instrument that measures."""


class OtelSink:
    """Counts events as `pedschema.client.<name>`; seconds go to `pedschema.client.<name>.duration`."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._counters: dict[str, Any] = {}
        self._histograms: dict[str, Any] = {}

    def emit(self, event: Event) -> None:
        """Count one event, and measure its time if it has one."""
        name = f"pedschema.client.{event.name}"
        labels = _label(event.attributes)
        if name not in self._counters:
            self._counters[name] = self._meter.create_counter(name, "{event}")
        self._counters[name].add(1, labels)
        for key in TIMES:
            if key in event.attributes:
                if name not in self._histograms:
                    self._histograms[name] = self._meter.create_histogram(f"{name}.duration", "s")
                self._histograms[name].record(float(event.attributes[key]) / 1000, labels)


def _label(attributes: Mapping[str, Value]) -> Mapping[str, Value]:
    words = {key: told for key, told in attributes.items() if isinstance(told, str | bool)}
    return {"messaging.system": SYSTEM} | {_NAMES.get(key, key): told for key, told in words.items()}
