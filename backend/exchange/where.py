"""Which addresses of other systems may be called at all.

An administrator types an address, the server calls it from inside the company's network: so the
installation names the hosts (XUNDIAN_HOOK_HOSTS), and without a name there, nothing is called.
"""

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def why_not(url: str, hosts: frozenset[str]) -> str | None:
    """The code of what is wrong with it; None: it may be called. ``hosts``: `erp.example.com`, or
    `erp.example.com:8443` for one that listens there. Plain http only to this machine itself."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "hook/not-an-address"
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.fragment:
        return "hook/not-an-address"
    named = host if port is None else f"{host}:{port}"
    if named not in hosts:
        return "hook/host-not-named"
    if parts.scheme == "http" and host not in LOOPBACK:
        return "hook/not-encrypted"
    return None
