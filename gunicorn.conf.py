"""What `gunicorn app:app` does unless the command line says otherwise; gunicorn reads this file by itself."""

from gunicorn.arbiter import Arbiter

from graphsvc.cli.common import settings_for

_settings = settings_for(None)

bind = f"{_settings.host}:{_settings.port}"
workers = 2
threads = _settings.threads
limit_request_line = (
    8190  # the most that gunicorn allows; the service itself refuses what is longer than 8 KB
)
graceful_timeout = (
    20  # for answers that are under way when it is to end; less than TimeoutStopSec of the unit
)
timeout = 300  # the first start loads the example data before a worker answers
control_socket_disable = True  # it would lie in the home folder, shared by all services of a user


def on_starting(server: Arbiter) -> None:
    """Refuse `--preload`: connections and threads do not outlive a fork."""
    if server.cfg.preload_app:
        raise SystemExit("graphsvc cannot be loaded before gunicorn forks: leave out --preload")
