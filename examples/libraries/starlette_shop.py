"""Add a shopping cart to a Starlette application: requests that use its session."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route as Path

from examples.libraries.adapter import Gate, Route, Shop

SHOP: Shop = {
    "visit": Route("POST", "/cart"),
    "cart": Route("POST", "/cart"),
    "slow": Route("GET", "/slow"),
    "slow_cart": Route("POST", "/slow"),
    "public": Route("GET", "/public"),
}
"""What the attacks may call beside the routes of the quick start."""


def cart_routes(gate: Gate) -> list[Path]:
    """Return a route that writes to the session, and slow ones that wait."""

    async def add_to_cart(request: Request) -> JSONResponse:
        request.session["cart"] = [*request.session.get("cart", []), "book"]
        return JSONResponse({"cart": request.session["cart"]})

    async def read_slowly(request: Request) -> JSONResponse:
        cart = request.session.get("cart", [])
        await gate.wait_async()
        return JSONResponse({"cart": cart})

    async def write_slowly(request: Request) -> JSONResponse:
        cart = request.session.get("cart", [])
        await gate.wait_async()
        request.session["cart"] = [*cart, "slow book"]
        return JSONResponse({"cart": request.session["cart"]})

    async def public(_request: Request) -> JSONResponse:
        return JSONResponse({"user": "everybody@example.com"})

    return [
        Path("/cart", add_to_cart, methods=["POST"]),
        Path("/slow", read_slowly, methods=["GET"]),
        Path("/slow", write_slowly, methods=["POST"]),
        Path("/public", public),
    ]
