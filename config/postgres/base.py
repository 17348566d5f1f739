"""The module that Django asks for its `DatabaseWrapper`."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is not asked by a statement before each request whether it still stands."""

    def is_usable(self) -> bool:
        """Whether the server still holds its end.

        A server that went has closed the socket, which is then readable; nothing else is sent to a connection that
        asked for nothing. Only then a statement is worth its way there and back. A network that swallows everything
        keeps either question waiting alike.
        """
        if self.connection is None:
            return False
        if self.connection.closed:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return not socket.poll(0) or super().is_usable()
