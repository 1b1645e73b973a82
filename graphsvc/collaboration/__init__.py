"""People who use one service together: accounts, roles, introductions, mail, privacy.

Everything about people lies in one file of the instance folder, `people.sqlite`, and never in the graph.
Where `GRAPHSVC_ACCOUNTS` is not set, no page imports anything of this package.
"""
