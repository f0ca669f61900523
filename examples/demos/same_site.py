"""Show when a browser sends a cookie across sites: SameSite and its limits."""

# --8<-- [start:sent]
SAFE = ("GET", "HEAD")


def sent(same_site: str, *, site: bool, method: str, navigation: bool) -> bool:
    """Tell whether the cookie is sent (rfc6265bis §5.6.7.1, §5.8.3)."""
    lax = same_site == "Lax" and navigation and method in SAFE
    return site or lax or same_site == "None"


for name, site, method, navigation in (
    ("form on your page, POST", True, "POST", True),
    ("form on a subdomain, POST", True, "POST", True),
    ("form on another site, POST", False, "POST", True),
    ("link on another site, GET", False, "GET", True),
    ("fetch(), another site, GET", False, "GET", False),
):
    for mode in ("Strict", "Lax"):
        answer = sent(mode, site=site, method=method, navigation=navigation)
        print(f"{name:26}  {mode:6}  {'sent' if answer else 'not sent'}")
# --8<-- [end:sent]

# --8<-- [start:site]
SUFFIXES = ("example", "github.io")  # an excerpt from the public suffix list


def site_of(host: str) -> str:
    """Return the registrable domain: the public suffix and one more label."""
    suffix = max([s for s in SUFFIXES if host.endswith(f".{s}")], key=len)
    return f"{host.removesuffix(f'.{suffix}').split('.')[-1]}.{suffix}"


for other in ("blog.shop.example", "evil.example", "shop.example"):
    same = site_of(other) == site_of("pay.shop.example")
    print(f"{other} and pay.shop.example: {'same' if same else 'another'} site")
# --8<-- [end:site]
