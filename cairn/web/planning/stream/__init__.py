"""A room as a stream of server-sent events: a small process of its own that holds everybody's
connection, so that none holds a thread of the server."""
