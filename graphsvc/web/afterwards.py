"""Work that no answer waits for, such as sending mail."""

import threading
from collections.abc import Callable
from typing import TypeVar

from werkzeug.wrappers import Response

Answered = TypeVar("Answered", bound=Response)
THREAD = "afterwards"


def afterwards(answer: Answered, work: Callable[[], object]) -> Answered:
    """Have `work` done in a thread of its own once `answer` was sent, so that its time tells nothing."""
    answer.call_on_close(lambda: threading.Thread(target=work, name=THREAD).start())
    return answer
