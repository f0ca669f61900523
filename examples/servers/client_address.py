"""Find the address of the client when proxies stand in front of the server."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def client_address(peer: str, forwarded: str | None, trusted: frozenset[str]) -> str:
    """Return the address of the client that sent a request.

    Each proxy appends the address that it received the request from, so the right
    end of `X-Forwarded-For` is the trustworthy one. A client can write anything at
    the left end. The search therefore starts at the peer, goes left through trusted
    proxies, and stops at the first address that is not one of them.

    Args:
        peer: the address at the other end of the connection.
        forwarded: the value of `X-Forwarded-For`; several headers joined by commas.
        trusted: the addresses (`10.0.0.7`) and networks (`10.0.0.0/8`) of proxies.

    """
    client = peer
    hops = [part.strip() for part in (forwarded or "").split(",")]
    while hops and _is_trusted(client, trusted):
        found = _parsed(hops.pop())
        if found is None:  # A proxy wrote no address: nothing further left counts.
            break
        client = str(found)
    return client


def _is_trusted(address: str, trusted: frozenset[str]) -> bool:
    found = _parsed(address)
    return found is not None and any(found in ip_network(one) for one in trusted)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # A socket that serves IPv4 and IPv6 reports 192.0.2.1 as ::ffff:192.0.2.1.
    return getattr(address, "ipv4_mapped", None) or address
