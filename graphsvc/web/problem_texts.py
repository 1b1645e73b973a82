"""What a person reads about an error: what happened, what became of their work, and what to do."""

from dataclasses import dataclass

from graphsvc.errors import NoRight, StoreReadOnly, StoreUnavailable, UnknownId
from graphsvc.messages import Message, msg


@dataclass(frozen=True)
class ProblemText:
    """What a person reads about a kind of error: what happened, what became of their work, what to do."""

    happened: Message
    lost: Message
    do: Message


_NOTHING_CHANGED = msg("Nothing was changed and nothing was lost.")

_WORDS = {
    400: ProblemText(
        msg("This request could not be understood."),
        _NOTHING_CHANGED,
        msg("Go back, correct what is named below and send it again."),
    ),
    403: ProblemText(
        msg("This service is public and therefore read-only."),
        _NOTHING_CHANGED,
        msg("Everything can be read. To load or change data, run the service on your own computer."),
    ),
    404: ProblemText(
        msg("There is nothing at this address."),
        msg("Nothing was lost: it may have another name, or left with a newer version of the data."),
        msg("Search for it by name, or start again from the home page."),
    ),
    405: ProblemText(
        msg("This address cannot be used in this way."),
        _NOTHING_CHANGED,
        msg("Use the links and buttons of the pages."),
    ),
    409: ProblemText(
        msg("The data changed in the meantime, or something else still needs it."),
        msg("Nothing of this step was written; everything from before is still there."),
        msg("Open the page again and repeat the step."),
    ),
    413: ProblemText(
        msg("The file is too large."),
        _NOTHING_CHANGED,
        msg("Split the file, or load it from the command line."),
    ),
    414: ProblemText(
        msg("The address is too long."),
        _NOTHING_CHANGED,
        msg("Choose fewer clusters and organizations, or ask on the command line."),
    ),
    429: ProblemText(
        msg("Too many questions in a short time."),
        _NOTHING_CHANGED,
        msg("Wait a minute and open the page again."),
    ),
    500: ProblemText(
        msg("Something went wrong on our side."),
        msg("Nothing was lost: what was saved before is still there."),
        msg("Try again. If it happens once more, tell the operator the number below."),
    ),
    503: ProblemText(
        msg("The data cannot be reached right now."),
        msg("Nothing was lost: the data is kept and the service will find it again."),
        msg("Wait a moment and open the page again."),
    ),
    507: ProblemText(
        msg("The disk of the service is full."),
        msg("Nothing of this step was written; everything from before is still there and can be read."),
        msg("Tell the operator to make room, then repeat the step."),
    ),
}


BEING_COMPUTED = ProblemText(
    msg("This is being computed."),
    msg("It goes on even if you leave this page."),
    msg("The page opens by itself as soon as it is ready."),
)


_UPLOAD_GONE = ProblemText(
    msg("These files are not waiting any more."),
    msg("They were taken over completely, or thrown away a day after they were sent."),
    msg("Look whether they are in the data; if not, choose them again."),
)

_NO_RIGHT = ProblemText(
    msg("You may not do this here."),
    _NOTHING_CHANGED,
    msg("Sign in with an account that may, or ask the operator for the role."),
)

_LINK_USED = ProblemText(
    msg("This link does not work any more."),
    _NOTHING_CHANGED,
    msg("It works once and for a limited time. Ask for a new one, or sign in if it worked before."),
)

_NOT_SAVED = msg("What you sent was not saved, not even in part.")
_SEND_AGAIN = msg("Go back: your browser still holds what you typed. Send it again in a moment.")

_UNREACHABLE_FOR_WRITING = ProblemText(msg("The data cannot be reached right now."), _NOT_SAVED, _SEND_AGAIN)

_DATABASE_READ_ONLY = ProblemText(
    msg("The database can only be read at present."),
    _NOT_SAVED,
    msg("Everything can be looked at. To write again, the operator opens the database for writing."),
)


def words_of(error: Exception, status: int, *, sends: bool) -> ProblemText:
    """The words about an error that is answered with `status`; `sends`: the request was to write."""
    if isinstance(error, UnknownId) and error.what == "upload":
        return _UPLOAD_GONE
    if isinstance(error, UnknownId) and error.what in {"invitation", "reset"}:
        return _LINK_USED
    if isinstance(error, NoRight):
        return _NO_RIGHT
    if isinstance(error, StoreReadOnly):
        return _DATABASE_READ_ONLY
    if isinstance(error, StoreUnavailable) and sends:
        return _UNREACHABLE_FOR_WRITING
    return _WORDS.get(status, _WORDS[500 if status >= 500 else 400])
