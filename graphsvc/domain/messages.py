"""The former place of `graphsvc.messages`."""

from graphsvc.messages import Message, Value, english, filled, msg, say_n

__all__ = ["Message", "Value", "english", "filled", "msg", "say_n"]
