"""Everything that the sockets of the endpoint share."""

from __future__ import annotations

__all__ = ["Project"]

from typing import TYPE_CHECKING

from pedschema.endpoint.database import Database
from pedschema.endpoint.faults import Faults
from pedschema.endpoint.hub import Hub
from pedschema.endpoint.tokens import Claims, read_claims

if TYPE_CHECKING:
    from pedschema.endpoint.socket import Socket
    from pedschema.endpoint.tenant import Tenant


class Project:
    """One project: its settings, its database, its topics and who is connected.

    Attributes:
        sockets: of all clients.
    """

    def __init__(self, tenant: Tenant, database_url: str) -> None:
        self.tenant = tenant
        self.database = Database(database_url)
        self.hub = Hub(tenant)
        self.faults = Faults()
        self.sockets: dict[Socket, None] = {}

    @property
    def users(self) -> int:
        """Return how many sockets have a channel."""
        return sum(1 for socket in self.sockets if socket.channels)

    def read_claims(self, token: str) -> Claims:
        """Return the claims of a token.

        Raises:
            TokenError: it does not hold.
        """
        self.faults.check_token(token)
        return read_claims(token, self.tenant)
