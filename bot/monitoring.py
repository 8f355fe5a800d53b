"""Metrics for Prometheus on a port of their own: counts and Slack's own words; nobody and no workspace is named."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from aiohttp import web

from bot.domain.outcomes import NotRead
from bot.domain.troubles import Troubles
from bot.parts import Parts
from bot.services import troubles


class Monitor:
    """Serves /metrics. It is not on Slack's port, which is open to the world."""

    def __init__(self, parts: Parts, host: str, port: int) -> None:
        self._parts, self._host, self._port = parts, host, port
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        assert self._runner is not None
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        served = web.Application()
        served.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(served, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _metrics(self, _request: web.Request) -> web.Response:
        now = self._parts.clock.now()
        try:
            found = await self._parts.db.read(troubles.count, now)
        except NotRead:
            return web.Response(status=503, text="The database does not answer.")
        return web.Response(body=exposition(found, self._parts.messenger.answers, now), content_type="text/plain")


def exposition(found: Troubles, answers: Mapping[tuple[str, str], int], now: datetime) -> bytes:
    """In the text format that Prometheus reads."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
    from prometheus_client.registry import Collector

    def gauge(name: str, says: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], float]) -> Metric:
        family = GaugeMetricFamily(f"vouch_{name}", says, labels=labels)
        for key, value in sorted(values.items()):
            family.add_metric(list(key), value)
        return family

    class Once(Collector):
        def collect(self) -> Iterable[Metric]:
            waiting = (now - found.oldest).total_seconds() if found.oldest else 0.0
            by: dict[tuple[str, ...], float] = {}
            by |= {(kind.value, state.value, why): float(many) for (kind, state, why), many in found.deliveries.items()}
            yield gauge("deliveries", "Digests and nudges of 14 days", ("kind", "state", "reason"), by)
            yield gauge(
                "deliveries_asked_about", "In doubt, Slack's history decides", (), {(): sum(found.asking.values())}
            )
            yield gauge("deliveries_oldest_seconds", "How late the longest waiting one is", (), {(): max(0.0, waiting)})
            yield gauge("workspaces_resting", "Without a working token", ("reason",), _by(found.workspaces))
            yield gauge("members_unreachable", "Whom Slack lets nobody write to", ("reason",), _by(found.members))
            counter = CounterMetricFamily("vouch_slack_answers", "Answers of Slack", labels=("method", "outcome"))
            for key, many in sorted(answers.items()):
                counter.add_metric(list(key), many)
            yield counter

    registry = CollectorRegistry()
    registry.register(Once())
    return generate_latest(registry)


def _by(counts: Mapping[str, int]) -> dict[tuple[str, ...], float]:
    return {(name,): float(many) for name, many in counts.items()}
