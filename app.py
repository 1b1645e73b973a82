"""The WSGI entry: `gunicorn app:app`, `flask --app app run`, `waitress-serve app:app`.

The settings come from the environment, as for `graphsvc serve`.
"""

from graphsvc.cli.common import settings_for
from graphsvc.web.serving import application

app = application(settings_for(None))
