"""Serves the worklist: on loopback by default, on other addresses only with TLS or behind a proxy that has it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from warehouse.worklist.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.worklist.state import AppState

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class UnsafeAddressError(Exception):
    """The address would expose the page without encryption; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. `proxy_host` is the public host name of a proxy with TLS on this machine."""

    host: str = "127.0.0.1"
    port: int = 8350
    certificate: Path | None = None
    key: Path | None = None
    proxy_host: str | None = None

    @property
    def has_tls(self) -> bool:
        return self.certificate is not None and self.key is not None


def check_address(address: Address) -> None:
    """Raises UnsafeAddressError when patient data would cross a network in the clear."""
    if (address.certificate is None) != (address.key is None):
        raise UnsafeAddressError("TLS needs both a certificate and its key.")
    if _is_loopback(address.host) or address.has_tls:
        return
    if address.proxy_host:
        raise UnsafeAddressError(
            f"{address.host}: behind a proxy the page listens on 127.0.0.1, so that nobody can bypass the proxy."
        )
    raise UnsafeAddressError(
        f"{address.host}: others could read patient data in transit. Give --certificate and --key, or put a proxy "
        "with TLS on this machine and name it with --behind-proxy NAME."
    )


def serve(state: AppState, address: Address) -> None:
    """Serve the page until stopped. Raises UnsafeAddressError before it listens."""
    check_address(address)
    state.is_secure = address.has_tls or address.proxy_host is not None
    state.hosts = state.hosts | {name.lower() for name in (address.host, address.proxy_host) if name}
    uvicorn.run(
        create_app(state),
        host=address.host,
        port=address.port,
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
        # Only the proxy of this machine may set the client's address.
        proxy_headers=address.proxy_host is not None,
        forwarded_allow_ips="127.0.0.1",
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32 << 10,
    )


def _is_loopback(host: str) -> bool:
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
